/**
 * Keeps the page for use without a network, once it has shown what it can: registers the service worker, lets it fetch
 * the rest, and offers a newer version when one is complete. Never loads the page again by itself.
 */
import type { OfflineAnswer, OfflineCommand } from './protocol.ts';

/** What the page can say about being kept. `newer`: a newer version is complete and waits; `takeOver` opens it. */
export type OfflineNews = { readonly kind: 'kept' } | { readonly kind: 'newer'; takeOver(): void };

/** Registers the worker below the folder of the page, and tells what becomes of it. Quiet where it is not possible. */
export async function keepOffline(tell: (news: OfflineNews) => void): Promise<void> {
  const registration = await navigator.serviceWorker.register(new URL('service-worker.js', document.baseURI));
  whenWaiting(registration, (worker) => tell({ kind: 'newer', takeOver: () => takeOver(worker) }));
  const { active } = await navigator.serviceWorker.ready;
  if (active && (await keep(active))) {
    document.documentElement.dataset.offline = 'kept';
    tell({ kind: 'kept' });
  }
}

// ---------------------------------------------------------------------------------------------------------------------

/** Whether all files are kept now. A browser that saves data keeps only what is used. */
function keep(worker: ServiceWorker): Promise<boolean> {
  if (savesData()) return Promise.resolve(false);
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<OfflineAnswer>) => resolve(data.kept);
    worker.postMessage({ kind: 'keep' } satisfies OfflineCommand, [port2]);
  });
}

function savesData(): boolean {
  const { connection } = navigator as Navigator & { readonly connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true;
}

/** Calls with a complete worker that waits behind the one in charge, now and whenever one comes. */
function whenWaiting(registration: ServiceWorkerRegistration, found: (worker: ServiceWorker) => void): void {
  if (registration.waiting && registration.active) found(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const { installing, active } = registration;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed' && active) found(installing);
    });
  });
}

/** Puts the worker in charge and loads the page through it; recipes and view are in the link. */
function takeOver(worker: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  worker.postMessage({ kind: 'take-over' } satisfies OfflineCommand);
}
