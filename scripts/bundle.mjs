/**
 * Checks what `npm run build` wrote: no WASM but the one variant we ship (and the optional one), nothing loaded from a
 * CDN, and page plus engine worker within their budget. Run after a build.
 */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DIST } from './serve.mjs';

/** Kilobytes, gzip, of page and engine worker before the first live figure, without onnxruntime-web and fonts. */
const BUDGET_KB = 230;

/** WASM files that may be there: the plain build with threads and SIMD, and the WebGPU provider as an optional download. */
const ALLOWED_WASM = /^ort-wasm-simd-threaded(\.asyncify)?-[\w-]+\.wasm$/;

/** Hosts of scripts and WASM that some packages name as their default. */
const CDN =
  /https?:\/\/(?:[\w-]+\.)*(?:jsdelivr\.net|unpkg\.com|esm\.sh|cdnjs\.cloudflare\.com|googleapis\.com)[^\s"'`]*/g;

const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((file) =>
  statSync(join(DIST, file)).isFile(),
);
const problems = [...wasmProblems(), ...cdnProblems(), ...budgetProblems()];
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

function budgetProblems() {
  const workers = files.filter((file) => /^assets\/engine[\w.-]*\.js$/i.test(file.replaceAll('\\', '/')));
  const loaded = closure(['index.html', ...workers]);
  const kilobytes = [...loaded].reduce((sum, file) => sum + gzipSync(read(file)).length, 0) / 1000;
  console.log(`Page and engine worker: ${kilobytes.toFixed(1)} kB gzip in ${loaded.size} files (budget ${BUDGET_KB}).`);
  return kilobytes > BUDGET_KB
    ? [`Page and engine worker exceed ${BUDGET_KB} kB gzip: ${[...loaded].join(', ')}.`]
    : [];
}

/**
 * The files that are loaded with these, following static imports, script and style tags, but no dynamic imports.
 * @param {string[]} entries
 */
function closure(entries) {
  const known = new Set(entries.map((file) => file.replaceAll('\\', '/')));
  for (const file of known) {
    const text = read(file);
    const names = file.endsWith('.html')
      ? [...text.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, name]) => name)
      : [...text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)].map(([, name]) => `assets/${name}`);
    for (const name of names) if (!isRuntime(name)) known.add(name);
  }
  return known;
}

/** @param {string} name whether a chunk is onnxruntime-web's, which the budget leaves out */
function isRuntime(name) {
  return basename(name).startsWith('ort');
}

/** @param {string} file */
function read(file) {
  return readFileSync(join(DIST, file), 'utf8');
}
