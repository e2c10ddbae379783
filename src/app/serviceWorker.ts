/**
 * The service worker: passes the page's own requests on and adds the headers that isolate a page across origins, for
 * hosts that cannot send them. WebAssembly threads need that isolation.
 * https://html.spec.whatwg.org/multipage/browsers.html#coep
 */

const scope = globalThis as typeof globalThis & ServiceWorkerGlobalScope;

const isolation: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

scope.oninstall = (event) => event.waitUntil(scope.skipWaiting());
scope.onactivate = (event) => event.waitUntil(scope.clients.claim());
scope.onfetch = (event) => {
  const sameOrigin = new URL(event.request.url).origin === scope.location.origin;
  if (sameOrigin) event.respondWith(isolated(event.request));
};

// ---------------------------------------------------------------------------------------------

async function isolated(request: Request): Promise<Response> {
  const response = await fetch(request);
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolation)) headers.set(name, value);
  const { status, statusText, body } = response;
  return new Response(status === 204 || status === 304 ? null : body, { status, statusText, headers });
}
