/**
 * Runs a TypeScript program of this project in Node, as Vite sees it: `node scripts/run.mjs bench/main.ts --json out`.
 * `?raw` shaders, `#shaders/...` and JSON imports work; nothing is bundled. The program awaits its work at top level
 * and finds its arguments in `process.argv.slice(2)`.
 */

import { fileURLToPath } from 'node:url';
import { setUpDependencies } from './setup.mjs';

const [entry, ...rest] = process.argv.slice(2);
const ROOT = fileURLToPath(new URL('..', import.meta.url));

if (entry === undefined) {
  console.error('Name a program: node scripts/run.mjs <file.ts> [arguments]');
  process.exit(1);
}

setUpDependencies();
const { runnerImport } = await import('vite');
const path = fileURLToPath(new URL(`../${entry}`, import.meta.url));
process.argv = [process.argv[0], path, ...rest];
await runnerImport(path, { root: ROOT, logLevel: 'warn' });
