/**
 * Vite plugins of this project: the data folder on development servers, cross-origin isolation on every server, and
 * the Content-Security-Policy in the built page. None of them touches what the modules contain.
 */

import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { resolve, sep } from 'node:path';
import type { Connect, Plugin } from 'vite';
import { CONTENT_SECURITY_POLICY } from './headers.mjs';

/** Where development and test servers show the data folder; `src/testing/data.ts` reads from here. */
const DATA_ROUTE = '/__data__/';

/** Serves `folder` below `/__data__/` on development and test servers, never in a build or a preview. */
export function testData(folder: string): Plugin {
  return {
    name: 'decant:test-data',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use(dataMiddleware(resolve(folder)));
    },
  };
}

/** Sends `headers` with every response, also with those that Vite's own `server.headers` does not reach. */
export function responseHeaders(headers: Readonly<Record<string, string>>): Plugin {
  const middleware: Connect.NextHandleFunction = (_request, response, next) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    next();
  };
  return {
    name: 'decant:response-headers',
    enforce: 'pre',
    configureServer(server) {
      server.middlewares.use(middleware);
    },
  };
}

/** Writes the Content-Security-Policy into the built page, for hosts that send no headers. */
export function policyMetaTag(): Plugin {
  return {
    name: 'decant:policy-meta-tag',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/** Lets the typefaces be fetched beside the script, so that they are there for the first drawing and nothing moves. */
export function preloadedFonts(): Plugin {
  return {
    name: 'decant:preloaded-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        Object.keys(bundle)
          .filter((file) => file.endsWith('.woff2'))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', href: `./${file}`, as: 'font', type: 'font/woff2', crossorigin: true },
            injectTo: 'head',
          })),
    },
  };
}

/** Takes comments and idle spaces out of shaders in the build; line numbers of compiler messages stay as they are. */
export function plainShaders(): Plugin {
  return {
    name: 'decant:plain-shaders',
    apply: 'build',
    enforce: 'pre',
    load(id) {
      const [path, query] = id.split('?');
      if (!path.endsWith('.wgsl') || query !== 'raw') return null;
      return `export default ${JSON.stringify(withoutComments(readFileSync(path, 'utf8')))};`;
    },
  };
}

/**
 * WGSL without line comments and idle spaces; each line keeps its number. WGSL has no string literals. The space
 * between the `>` of a type and `=` stays, since together they would be another token.
 */
export function withoutComments(wgsl: string): string {
  return wgsl
    .replace(/[ \t]*\/\/.*$/gm, '')
    .replace(/^[ \t]+/gm, '')
    .replace(/ *([,;:{}()[\]]) */g, '$1')
    .replace(/(?<=[^>\s]) *= */g, '=');
}

// ---------------------------------------------------------------------------------------------------------------------

function dataMiddleware(root: string): Connect.NextHandleFunction {
  return (request, response, next) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (!pathname.startsWith(DATA_ROUTE)) return next();
    const relative = decodeURIComponent(pathname.slice(DATA_ROUTE.length));
    const path = resolve(root, relative);
    const inside = path === root || path.startsWith(root + sep);
    if (!inside || !existsSync(path)) return notFound(response, relative);
    const stats = statSync(path);
    if (stats.isDirectory())
      return relative === '' || relative.endsWith('/') ? list(response, path) : notFound(response, relative);
    response.setHeader('Content-Type', 'application/octet-stream');
    response.setHeader('Content-Length', stats.size);
    if (request.method === 'HEAD') return response.end();
    createReadStream(path).pipe(response);
  };
}

/** Names in a folder as a JSON array; folders end in `/`. */
function list(response: ServerResponse, path: string): void {
  const names = readdirSync(path, { withFileTypes: true }).map(
    (entry) => entry.name + (entry.isDirectory() ? '/' : ''),
  );
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(names.sort()));
}

function notFound(response: ServerResponse, relative: string): void {
  response.statusCode = 404;
  response.end(`The data folder has no ${relative}`);
}
