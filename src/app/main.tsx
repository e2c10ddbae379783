/** Entry of the page: mounts the application. */
import { ensureIsolation } from './isolation.ts';
import { start } from './start.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with id "root"; the page cannot start.');
start(root, null);
void ensureIsolation();
