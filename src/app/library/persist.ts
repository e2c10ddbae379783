/**
 * Whether the browser keeps things for good. It is asked once, with the first explicit save; without its promise it may
 * delete what is kept when the disk runs full, and Safari does after seven days without a visit.
 * Sources: Storage standard, https://storage.spec.whatwg.org/; WebKit, "Full Third-Party Cookie Blocking and More" (2020).
 */

const ASKED = 'decant-asked-to-persist';
const SAID = 'decant-said-seven-days';

/** Asks for lasting storage, once a browser. */
export async function askToPersist(): Promise<void> {
  if (recall(ASKED)) return;
  remember(ASKED);
  await navigator.storage?.persist?.().catch(() => false);
}

/** Whether the browser has promised to keep what is stored; null where it does not say. */
export async function isPersisted(): Promise<boolean | null> {
  return (await navigator.storage?.persisted?.().catch(() => false)) ?? null;
}

/** Safari deletes what scripts have stored after seven days without a visit, unless the page is installed. */
export function forgetsAfterSevenDays(): boolean {
  const { userAgent } = navigator;
  const safari = /Safari\//.test(userAgent) && !/Chrome|Chromium|Edg|Android/.test(userAgent);
  return safari && !matchMedia('(display-mode: standalone)').matches;
}

/** True the first time in a browser that should be told of its rule. */
export function shouldSaySevenDays(): boolean {
  return forgetsAfterSevenDays() && !recall(SAID);
}

export function saidSevenDays(): void {
  remember(SAID);
}

// ---------------------------------------------------------------------------------------------------------------------

function recall(key: string): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

function remember(key: string): void {
  try {
    localStorage.setItem(key, 'yes');
  } catch {
    // A browser that keeps nothing is asked again.
  }
}
