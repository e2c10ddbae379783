/**
 * `npm start`: from a fresh clone to a served page. Installs what is missing, builds, serves `dist/` with its headers.
 * `PORT` chooses the port; without it 4173 or the next free one.
 */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from './serve.mjs';
import { setUpDependencies } from './setup.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DEFAULT_PORT = 4173;
const PORTS_TO_TRY = 50;

try {
  setUpDependencies();
  build();
  const { port } = await start();
  console.log(`\n  Decant is at  http://localhost:${port}/\n`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

// ---------------------------------------------------------------------------------------------------------------------

function build() {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The build failed; its message is above.');
}

async function start() {
  const asked = process.env.PORT;
  if (asked !== undefined && asked !== '') return onPort(portNumber(asked));
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + PORTS_TO_TRY; port++) {
    try {
      return await serve({ port });
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw new Error(`Ports ${DEFAULT_PORT} to ${DEFAULT_PORT + PORTS_TO_TRY - 1} are all taken; set PORT.`);
}

/** @param {number} port */
async function onPort(port) {
  try {
    return await serve({ port });
  } catch (error) {
    throw isTaken(error) ? new Error(`PORT is ${port}, which is taken; choose another.`) : error;
  }
}

/** @param {string} text */
function portNumber(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65536) return port;
  throw new Error(`PORT is "${text}"; it must be a whole number from 0 to 65535.`);
}

/** @param {unknown} error */
function isTaken(error) {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
