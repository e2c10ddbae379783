/**
 * Finds the Chromium that tests and benchmarks use, and the flags that give it WebGPU on a machine without a GPU.
 * Does not install anything: `setup.mjs` does.
 */

import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NOTE = join(ROOT, 'node_modules', '.decant-browser');

/** Flags for every run: no sandbox (CI is root in a container), no traffic of the browser's own. */
export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Flags that give WebGPU on the software adapter, the same one on every machine. */
export const WEBGPU_FLAGS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

const FIXED_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The browser that the set-up found, else one found now. Configurations read this.
 * @returns {string | undefined}
 */
export function browserPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const noted = readNote();
  return noted && runnable(noted) ? noted : installedBrowser();
}

/**
 * A browser installed on this machine: `CHROMIUM`, the PATH, then the usual places.
 * @returns {string | undefined}
 */
export function installedBrowser() {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env.CHROMIUM ?? '', ...FIXED_PATHS, ...onPath].find(runnable);
}

/**
 * Remembers the path for configurations.
 * @param {string} path
 */
export function noteBrowser(path) {
  if (readNote() !== path) writeFileSync(NOTE, path);
}

/**
 * @param {string} path
 * @returns {boolean} whether a file that may be executed is there
 */
export function runnable(path) {
  if (path === '') return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function readNote() {
  try {
    return readFileSync(NOTE, 'utf8').trim();
  } catch {
    return undefined;
  }
}
