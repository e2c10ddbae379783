/** Entry of the page: starts the engine and mounts the application; scripts reach the same engine as `window.decant`. */
import type { Decant } from '../studio/api.ts';
import { createClient } from '../worker/client.ts';
import { ensureIsolation } from './isolation.ts';
import { start } from './start.tsx';

declare global {
  interface Window {
    /** The scripting interface, documented in docs/scripting.md. */
    decant: Decant;
  }
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with id "root"; the page cannot start.');
const decant = createClient();
window.decant = decant;
start(root, decant);
void ensureIsolation();
