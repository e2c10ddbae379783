/**
 * Cross-origin isolation on hosts that send no headers: a service worker adds them, and the page is loaded once more
 * through it. Without it everything still works, WebAssembly on one thread.
 */

/** Set before the one reload, so that a browser that stays unisolated is not reloaded again and again. */
const triedKey = 'decant isolation tried';

/** Registers the service worker where the page is not isolated. Resolves to true when the page is about to reload. */
export async function ensureIsolation(): Promise<boolean> {
  if (crossOriginIsolated || !import.meta.env.PROD || !('serviceWorker' in navigator)) return false;
  try {
    // Throws where the browser keeps nothing; such a page could not tell that it was loaded anew.
    if (sessionStorage.getItem(triedKey) !== null) return false;
    await navigator.serviceWorker.register(new URL('service-worker.js', document.baseURI));
    await controlled();
    sessionStorage.setItem(triedKey, 'yes');
    location.reload();
    return true;
  } catch {
    return false;
  }
}

// ---------------------------------------------------------------------------------------------

/** Resolves when the worker has taken this page over. */
function controlled(): Promise<void> {
  if (navigator.serviceWorker.controller) return Promise.resolve();
  return new Promise((resolve) =>
    navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true }),
  );
}
