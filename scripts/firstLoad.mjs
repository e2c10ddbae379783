/**
 * What a browser with nothing in its caches really fetches until the first live figure stands: every script and style
 * of page and workers. `bundle.mjs` and `npm run verify` hold the budget against it.
 */

import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Kilobytes of 1,000 bytes, gzip: the scripts of page and engine, without onnxruntime-web. */
export const BUDGET_KB = 230;

/** Until the first live figure; generous, since a shared machine measures the software adapter slowly. */
const LIVE_MS = 120_000;

/**
 * A file and its bytes, gzip. `ours` is what the budget counts; `judge` is what the worker around onnxruntime-web adds to
 * the engine's script; `runtime` is onnxruntime-web itself; `look` is what is no script.
 * @typedef {{ name: string, gzip: number, part: 'ours' | 'judge' | 'runtime' | 'look' }} Loaded
 */

/**
 * @param {import('playwright').Browser} browser
 * @param {string} url of the built page
 * @returns {Promise<Loaded[]>} the largest first
 */
export async function firstLoad(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  /** @type {Promise<Loaded | undefined>[]} */
  const files = [];
  context.on('response', (response) => {
    const name = basename(new URL(response.url()).pathname) || 'index.html';
    if (/\.(?:m?js|css|html)$/.test(name)) files.push(weigh(name, response));
  });
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.locator('[data-provenance="live"]').first().waitFor({ timeout: LIVE_MS });
    const found = (await Promise.all(files)).filter((file) => file !== undefined);
    const once = [...new Map(found.map((file) => [file.name, file])).values()];
    return once.sort((a, b) => b.gzip - a.gzip);
  } finally {
    await context.close();
  }
}

/**
 * @param {readonly Loaded[]} files
 * @param {Loaded['part']} part
 * @returns {number} kilobytes
 */
export function kilobytesOf(files, part) {
  return files.reduce((sum, file) => sum + (file.part === part ? file.gzip : 0), 0) / 1000;
}

// ---------------------------------------------------------------------------------------------------------------------

/**
 * @param {string} name
 * @param {import('playwright').Response} response
 * @returns {Promise<Loaded | undefined>} undefined where the body is gone, as of a request that was cancelled
 */
async function weigh(name, response) {
  const body = await response.body().catch(() => undefined);
  if (body === undefined) return undefined;
  return { name, gzip: gzipSync(body).length, part: partOf(name) };
}

/**
 * @param {string} name
 * @returns {Loaded['part']}
 */
function partOf(name) {
  if (!/\.m?js$/.test(name)) return 'look';
  if (name.startsWith('ort')) return 'runtime';
  return name.startsWith('judge') ? 'judge' : 'ours';
}
