/**
 * Serves the built page with the headers it needs. Static files only; no dependency but Node.
 * `npm start` uses it, and the browser tests, which also ask for it below a base path and without headers.
 */

import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { PAGE_HEADERS } from './headers.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** What is sent compressed; images and fonts are so by themselves. */
const COMPRESSED = new Set(['.html', '.js', '.mjs', '.css', '.json', '.webmanifest', '.svg', '.wasm']);

/** Folder of the built page. */
export const DIST = resolve(ROOT, process.env.DECANT_DIST ?? 'dist');

/**
 * Starts a server.
 * @param {object} options
 * @param {number} options.port 0 for any free port
 * @param {string} [options.folder] what is served; default `dist/`
 * @param {string} [options.base] path below which it is served, with slashes at both ends
 * @param {boolean} [options.headers] whether to send isolation and policy headers; default true
 * @returns {Promise<{ port: number, close(): void }>} rejects with `code: 'EADDRINUSE'` when the port is taken
 */
export function serve({ port, folder = DIST, base = '/', headers = true }) {
  const server = createServer((request, response) => {
    if (headers) for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
    respond(request, response, folder, base);
  });
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, () => {
      const address = server.address();
      done({ port: typeof address === 'object' && address ? address.port : port, close: () => server.close() });
    });
  });
}

// ---------------------------------------------------------------------------------------------------------------------

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {string} folder
 * @param {string} base
 */
function respond(request, response, folder, base) {
  const path = fileOf(request.url ?? '/', folder, base);
  if (path === undefined) return response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found');
  response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream');
  response.setHeader('Content-Length', statSync(path).size);
  response.setHeader('Vary', 'Accept-Encoding');
  response.setHeader('Cache-Control', path.includes(`${sep}assets${sep}`) ? 'max-age=31536000, immutable' : 'no-cache');
  const compressed = COMPRESSED.has(extname(path)) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (compressed) response.setHeader('Content-Encoding', 'gzip').setHeader('Content-Length', gzipped(path).length);
  if (request.method === 'HEAD') return response.end();
  if (compressed) return response.end(gzipped(path));
  createReadStream(path).pipe(response);
}

/** @type {Map<string, Buffer>} by path and time of the file */
const gzips = new Map();

/** @param {string} path */
function gzipped(path) {
  const key = `${path} ${statSync(path).mtimeMs}`;
  const bytes = gzips.get(key) ?? gzipSync(readFileSync(path));
  gzips.set(key, bytes);
  return bytes;
}

/**
 * The file that a request names, or undefined where it names none inside the folder.
 * @param {string} url
 * @param {string} folder
 * @param {string} base
 */
function fileOf(url, folder, base) {
  try {
    const { pathname } = new URL(url, 'http://localhost');
    if (!pathname.startsWith(base)) return undefined;
    const relative = decodeURIComponent(pathname.slice(base.length));
    const path = resolve(folder, relative === '' || relative.endsWith('/') ? `${relative}index.html` : relative);
    return path.startsWith(folder + sep) && statSync(path).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [port = '4173', base = '/', headers = 'headers'] = process.argv.slice(2);
  const server = await serve({ port: Number(port), base, headers: headers !== 'bare' });
  console.log(`http://localhost:${server.port}${base}`);
}
