/**
 * Checks what `npm run build` wrote: no WASM but the one variant we ship, nothing loaded from a CDN, and what
 * a visit fetches until its first live figure within the budget. Run after a build.
 */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { chromium } from 'playwright';
import { BROWSER_FLAGS, browserPath, WEBGPU_FLAGS } from './browser.mjs';
import { BUDGET_KB, firstLoad, kilobytesOf } from './firstLoad.mjs';
import { DIST, serve } from './serve.mjs';

/** The WASM that may be there: onnxruntime-web's plain build with threads and SIMD. */
const ALLOWED_WASM = /^ort-wasm-simd-threaded-[\w-]+\.wasm$/;

/** Hosts of scripts and WASM that some packages name as their default. */
const CDN =
  /https?:\/\/(?:[\w-]+\.)*(?:jsdelivr\.net|unpkg\.com|esm\.sh|cdnjs\.cloudflare\.com|googleapis\.com)[^\s"'`]*/g;

const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((file) =>
  statSync(join(DIST, file)).isFile(),
);
const problems = [...wasmProblems(), ...cdnProblems(), ...(await budgetProblems())];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

// ---------------------------------------------------------------------------------------------------------------------

function wasmProblems() {
  const names = files.map((file) => basename(file)).filter((name) => name.endsWith('.wasm'));
  return names
    .filter((name) => !ALLOWED_WASM.test(name))
    .map((name) => `${name} is in the build and nothing needs it.`);
}

function cdnProblems() {
  const scripts = files.filter((file) => ['.js', '.mjs', '.css', '.html'].includes(extname(file)));
  return scripts.flatMap((file) => [...read(file).matchAll(CDN)].map(([url]) => `${file} names ${url}.`));
}

/** Opens the page as a visitor does and weighs what it fetches. */
async function budgetProblems() {
  const server = await serve({ port: 0 });
  const browser = await chromium.launch({ executablePath: browserPath(), args: [...BROWSER_FLAGS, ...WEBGPU_FLAGS] });
  try {
    const loaded = await firstLoad(browser, `http://localhost:${server.port}/`);
    const [ours, judge, look] = [
      kilobytesOf(loaded, 'ours'),
      kilobytesOf(loaded, 'judge'),
      kilobytesOf(loaded, 'look'),
    ];
    const names = loaded.map(({ name, gzip }) => `${name} ${(gzip / 1000).toFixed(1)}`);
    console.log(
      `Before the first live figure: ${ours.toFixed(1)} kB gzip of scripts (budget ${BUDGET_KB}), ` +
        `judge ${judge.toFixed(1)}, HTML and CSS ${look.toFixed(1)}.`,
    );
    return ours > BUDGET_KB ? [`The scripts of page and engine exceed ${BUDGET_KB} kB gzip: ${names.join(', ')}.`] : [];
  } finally {
    await browser.close();
    server.close();
  }
}

/** @param {string} file */
function read(file) {
  return readFileSync(join(DIST, file), 'utf8');
}
