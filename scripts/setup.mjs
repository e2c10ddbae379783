/**
 * Makes a clone ready: dependencies as the lock file says, and a Chromium for the tests. Repeats nothing that is done
 * already, so every command may call it. Only Node built-ins, since it runs before `npm ci`.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { browserPath, installedBrowser, noteBrowser, runnable } from './browser.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OLDEST_NODE = [20, 19];

/**
 * Installs dependencies where `node_modules` is missing or differs from the lock file.
 * @param {string} [folder] of the package; the project's own when left out
 */
export function setUpDependencies(folder = ROOT) {
  checkNode();
  if (dependenciesMatch(folder)) return;
  console.log('Installing dependencies (npm ci) ...');
  if (!run('npm', ['ci', '--include=dev'], folder)) throw new Error('`npm ci` failed; its message is above.');
}

/**
 * Finds a Chromium, or installs one, and remembers its path for the configurations.
 * @returns {Promise<string>} the path
 */
export async function setUpBrowser() {
  const path = browserPath() ?? (await downloadedBrowser()) ?? (await installBrowser());
  if (path === undefined) {
    throw new Error(
      'No Chromium was found and none could be installed. Install Chromium or Chrome, or set CHROMIUM to its path.',
    );
  }
  if (!runnable(path)) throw new Error(`CHROMIUM is "${path}", which is no program that can be run.`);
  noteBrowser(path);
  return path;
}

// ---------------------------------------------------------------------------------------------------------------------

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new Error(`Node is ${process.versions.node}; Decant needs ${OLDEST_NODE.join('.')} or newer.`);
}

/** Compares versions in the lock file with what npm noted in `node_modules`; an interrupted install has no note. */
function dependenciesMatch(/** @type {string} */ folder) {
  const note = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(note)) return false;
  const wanted = packagesOf(join(folder, 'package-lock.json'));
  const installed = packagesOf(note);
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

/**
 * @param {string} path of a lock file
 * @returns {Record<string, { version?: string, optional?: boolean }>} by place in `node_modules`
 */
function packagesOf(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
}

/** The Chromium that Playwright downloaded earlier, if any. */
async function downloadedBrowser() {
  const { chromium } = await import('playwright');
  return [chromium.executablePath()].find(runnable);
}

async function installBrowser() {
  console.log('No Chromium found; installing one ...');
  const playwright = join(ROOT, 'node_modules', 'playwright', 'cli.js');
  if (run(process.execPath, [playwright, 'install', 'chromium'])) return downloadedBrowser();
  const mayUseApt = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (mayUseApt && run('apt-get', ['update']) && run('apt-get', ['install', '-y', 'chromium']))
    return installedBrowser();
  return undefined;
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} [folder] where it runs
 * @returns {boolean} whether it ended well
 */
function run(command, args, folder = ROOT) {
  const shell = process.platform === 'win32' && !command.endsWith('.exe');
  return spawnSync(command, args, { cwd: folder, stdio: 'inherit', shell }).status === 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  setUpDependencies();
  console.log(`Chromium: ${await setUpBrowser()}`);
}
