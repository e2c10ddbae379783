/** Names this tab for as long as it lives, also over a reload; undefined where the browser keeps nothing. */
export function tabId(): { tab?: string } {
  try {
    const tab = sessionStorage.getItem(KEY) ?? crypto.randomUUID();
    sessionStorage.setItem(KEY, tab);
    return { tab };
  } catch {
    return {};
  }
}

const KEY = 'decant-tab';
