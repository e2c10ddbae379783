/** Starts keeping the page and mounts its notice beside the application. Loaded after the first live figures. */
import { createRoot } from 'react-dom/client';
import type { Studio } from '../store/context.tsx';
import { StudioProvider } from '../store/context.tsx';
import type { OfflineNews } from './keepOffline.ts';
import { keepOffline } from './keepOffline.ts';
import { OfflineNotice } from './OfflineNotice.tsx';

/** Set when it has been said that the page is kept: once is enough. */
const toldKey = 'decant offline told';

/** Resolves when the page is kept, or cannot be: a private window may refuse a service worker. */
export async function startOffline(studio: Studio): Promise<void> {
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  const show = (news: OfflineNews | null) =>
    root.render(
      <StudioProvider value={studio}>
        <OfflineNotice news={news} />
      </StudioProvider>,
    );
  show(null);
  await keepOffline((news) => {
    if (news.kind === 'newer' || !told()) show(news);
  }).catch(() => {});
}

/** Whether it was said before; from now on it was. */
function told(): boolean {
  try {
    const before = localStorage.getItem(toldKey) !== null;
    localStorage.setItem(toldKey, 'yes');
    return before;
  } catch {
    return false;
  }
}
