/** The foot of the list of runs: how much room what is kept takes, and the way to storage and archive. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { bytesFigure, text } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { useApp, useStudio } from '../store/context.tsx';
import { saidSevenDays, shouldSaySevenDays } from './persist.ts';
import { shelfOf } from './shelf.ts';

export function Kept() {
  const openPanel = useApp((state) => state.openPanel);
  const runs = useStore(shelfOf(useStudio()).state, (state) => state.runs);
  const [{ usage, quota }, setEstimate] = useState<StorageEstimate>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is used changes with what is kept.
  useEffect(() => {
    void navigator.storage?.estimate?.().then(setEstimate);
  }, [runs]);
  const share = usage !== undefined && quota ? Math.max(MIN_SHARE, usage / quota) : null;
  return (
    <footer className="kept">
      <SevenDays />
      <button type="button" className="link" aria-haspopup="dialog" onClick={() => openPanel('library')}>
        {usage === undefined || quota === undefined
          ? t('Kept in this browser')
          : t('Kept in this browser: {used} of {granted}', {
              used: text(bytesFigure(usage)),
              granted: text(bytesFigure(quota)),
            })}
      </button>
      {share !== null && (
        <span className="progress-bar" aria-hidden="true">
          <i style={{ width: `${share * 100}%` }} />
        </span>
      )}
    </footer>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** What is used is never drawn as nothing. */
const MIN_SHARE = 0.01;

/** Safari's rule, said once. */
function SevenDays() {
  const [shown, setShown] = useState(shouldSaySevenDays);
  if (!shown) return null;
  return (
    <p className="label">
      {t(
        'Safari deletes what a page keeps after seven days without a visit, unless it is on the home screen. Save an archive of what counts.',
      )}{' '}
      <button
        type="button"
        className="link"
        onClick={() => {
          saidSevenDays();
          setShown(false);
        }}
      >
        {t('Understood')}
      </button>
    </p>
  );
}
