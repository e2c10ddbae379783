/** One quiet line at the foot of the page: kept for use without a network, no network now, or a newer version to load. */
import { useEffect, useState } from 'react';
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';
import './offline.css';
import type { OfflineNews } from './keepOffline.ts';

interface Notice {
  readonly sentence: string;
  /** What can be done; every notice can also be put away. */
  readonly action: { readonly label: string; act(): void } | null;
}

export function OfflineNotice({ news }: { readonly news: OfflineNews | null }) {
  useApp((state) => state.language);
  const offline = useOffline();
  const busy = useApp((state) => state.work !== null || state.phase === 'starting' || state.phase === 'measuring');
  const [away, setAway] = useState<string | null>(null);
  const notice = noticeOf(news, offline, busy);
  if (!notice || notice.sentence === away) return null;
  return (
    <section className="notice" aria-label={t('Notice')}>
      <p role="status">{notice.sentence}</p>
      {notice.action && (
        <button type="button" className="btn" onClick={notice.action.act}>
          {notice.action.label}
        </button>
      )}
      <button type="button" className="link" onClick={() => setAway(notice.sentence)}>
        {notice.action ? t('Not now') : t('Fine')}
      </button>
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** A newer version is offered only while nothing runs. */
function noticeOf(news: OfflineNews | null, offline: boolean, busy: boolean): Notice | null {
  if (news?.kind === 'newer')
    return busy
      ? null
      : {
          sentence: t('A newer version of Decant is ready. Your recipes stay as they are.'),
          action: { label: t('Load it'), act: () => news.takeOver() },
        };
  if (offline)
    return {
      sentence: t(
        'There is no network. Decant goes on, since all of it is in this browser; only files by URL need one.',
      ),
      action: null,
    };
  if (news?.kind === 'kept')
    return { sentence: t('Decant is kept in this browser now, and opens without a network.'), action: null };
  return null;
}

function useOffline(): boolean {
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const follow = () => setOffline(!navigator.onLine);
    addEventListener('online', follow);
    addEventListener('offline', follow);
    return () => {
      removeEventListener('online', follow);
      removeEventListener('offline', follow);
    };
  }, []);
  return offline;
}
