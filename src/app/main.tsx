/** Entry of the page: starts the engine and mounts the application; scripts reach the same engine as `window.decant`. */
import type { Decant } from '../studio/api.ts';
import { createClient, startEngine } from '../worker/client.ts';
import type { TestHooks } from '../worker/protocol.ts';
import { ensureIsolation } from './isolation.ts';
import { start } from './start.tsx';

declare global {
  interface Window {
    /** The scripting interface, documented in docs/scripting.md. */
    decant: Decant;
    /** Damage on purpose, only in a page opened with `#test=hooks`. */
    decantTest?: TestHooks;
  }
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with id "root"; the page cannot start.');
const testHooks = new URLSearchParams(location.hash.slice(1)).get('test') === 'hooks';
const { decant, scripting, hooks } = createClient(startEngine({ testHooks }));
window.decant = scripting;
if (testHooks) window.decantTest = hooks;
void start(root, decant);
void ensureIsolation();
