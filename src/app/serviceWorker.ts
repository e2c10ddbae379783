/**
 * The service worker, with two duties. It adds the headers that isolate a page across origins, for hosts that cannot
 * send them (WebAssembly threads need that isolation); and it keeps the whole page, so that it opens without a network.
 * A version that is open is never replaced under it: a newer one fetches all its files, waits, and takes over when the
 * page says so. What a person opens by URL passes through and is not kept.
 * https://html.spec.whatwg.org/multipage/browsers.html#coep · https://w3c.github.io/ServiceWorker/
 */

import type { OfflineAnswer, OfflineCommand, OfflineFiles } from './offline/protocol.ts';

const scope = globalThis as typeof globalThis & ServiceWorkerGlobalScope & { readonly decantFiles: OfflineFiles };
const { version, files, page } = scope.decantFiles;
const cacheName = `decant ${version}`;
const known: ReadonlySet<string> = new Set(files);

const isolation: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** The first version takes over at once, since a host without headers waits for it; a newer one is complete first. */
scope.oninstall = (event) => event.waitUntil(scope.registration.active ? keepAll() : scope.skipWaiting());
scope.onactivate = (event) => event.waitUntil(Promise.all([scope.clients.claim(), forgetOld()]));
scope.onfetch = (event) => {
  const path = pathOf(event.request);
  if (path !== undefined) event.respondWith(answer(event.request, path));
};
scope.onmessage = (event) => {
  if (!('waitUntil' in event)) return;
  const command = event.data as OfflineCommand;
  if (command.kind === 'take-over') event.waitUntil(scope.skipWaiting());
  else event.waitUntil(keepAll().then(reportTo(event.ports[0], true), reportTo(event.ports[0], false)));
};

// ---------------------------------------------------------------------------------------------------------------------

/** The path below the folder that this worker rules; the page itself is the empty path. Undefined for what is not ours. */
function pathOf({ url, method }: Request): string | undefined {
  const { origin, pathname } = new URL(url);
  const root = new URL(scope.registration.scope);
  if (method !== 'GET' || origin !== root.origin || !pathname.startsWith(root.pathname)) return undefined;
  const path = pathname.slice(root.pathname.length);
  return path === 'index.html' ? '' : path;
}

async function answer(request: Request, path: string): Promise<Response> {
  if (!known.has(path)) return isolated(await fetch(request));
  const kept = await keptFile(path);
  if (kept) return isolated(kept);
  const response = await fetch(request);
  // A page that is fetched before all is kept may belong to a newer version: only keepAll keeps the page.
  if (response.status === 200 && path !== '') await (await caches.open(cacheName)).put(urlOf(path), response.clone());
  return isolated(response);
}

/** From this version's cache; files with a hash in their name also from an older one's. */
async function keptFile(path: string): Promise<Response | undefined> {
  const own = await (await caches.open(cacheName)).match(urlOf(path));
  return own ?? (isHashed(path) ? caches.match(urlOf(path)) : undefined);
}

/** Keeps every file of this version, or none more than before when the host has another version by now. */
async function keepAll(): Promise<void> {
  const cache = await caches.open(cacheName);
  const there = new Set((await cache.keys()).map(({ url }) => url));
  if (!there.has(urlOf(''))) await cache.put(urlOf(''), await fetchPage());
  const missing = files.filter((path) => !there.has(urlOf(path)) && path !== '');
  for (let i = 0; i < missing.length; i += atOnce)
    await Promise.all(missing.slice(i, i + atOnce).map(async (path) => cache.put(urlOf(path), await fetchFile(path))));
}

/** Files fetched at once: the page's own requests must not wait behind them. */
const atOnce = 4;

async function fetchFile(path: string): Promise<Response> {
  const older = isHashed(path) ? await caches.match(urlOf(path)) : undefined;
  const response = older ?? (await fetch(urlOf(path), isHashed(path) ? {} : { cache: 'reload' }));
  if (response.status !== 200) throw new Error(`${path} could not be fetched: status ${response.status}.`);
  return response;
}

/** The page as it names this version's script: a host that was renewed meanwhile serves another. */
async function fetchPage(): Promise<Response> {
  const response = await fetchFile('');
  if ((await response.clone().text()).includes(page)) return response;
  throw new Error('The host serves another version by now.');
}

/** Keeps this version and the one before it, which other tabs may still show. */
async function forgetOld(): Promise<void> {
  const older = (await caches.keys()).filter((name) => name.startsWith('decant ') && name !== cacheName);
  await Promise.all(older.slice(0, -1).map((name) => caches.delete(name)));
}

const urlOf = (path: string): string => new URL(path, scope.registration.scope).href;

const isHashed = (path: string): boolean => path.startsWith('assets/');

const reportTo = (port: MessagePort | undefined, kept: boolean) => () =>
  port?.postMessage({ kept } satisfies OfflineAnswer);

function isolated(response: Response): Response {
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolation)) headers.set(name, value);
  const { status, statusText, body } = response;
  return new Response(status === 204 || status === 304 ? null : body, { status, statusText, headers });
}
