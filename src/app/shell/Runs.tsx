/**
 * The list of runs at the left; a click makes B what a run was. Until something is live it lists what was recorded; then
 * the list of all that is kept takes its place.
 */
import { lazy, Suspense } from 'react';
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';
import { NO_DATA, wantedKey } from '../store/results.ts';
import { Begin } from './Begin.tsx';
import { RunRow } from './RunRow.tsx';

const KeptRuns = lazy(() => import('../library/KeptRuns.tsx'));

export function Runs() {
  const live = useApp(({ results, phase }) => results.a?.trust === 'live' || phase === 'failed' || phase === 'idle');
  return (
    <nav className="runs" aria-label={t('Runs')}>
      <header>
        <h2>{t('Runs')}</h2>
        <span className="label">{t('click loads B')}</span>
      </header>
      {live ? (
        <Suspense fallback={<SessionRuns />}>
          <KeptRuns />
        </Suspense>
      ) : (
        <SessionRuns />
      )}
      <Begin />
    </nav>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function SessionRuns() {
  const all = useApp((state) => state.runs);
  const data = useApp((state) => state.opened?.key ?? NO_DATA);
  const keyA = useApp((state) => wantedKey(state, state.sides.a));
  const keyB = useApp((state) => wantedKey(state, state.sides.b));
  const setSide = useApp((state) => state.setSide);
  const runs = all.filter(({ key }) => key.endsWith(`|${data}`));
  const largest = Math.max(1, ...runs.map(({ bytes }) => bytes));
  return (
    <>
      {runs.map(({ key, spec, ...run }) => (
        <RunRow
          {...run}
          key={key}
          level={run.bytes / largest}
          isA={key === keyA}
          isB={key === keyB}
          load={() => setSide('b', spec)}
        />
      ))}
      {runs.length === 0 && <p className="label">{t('What you measure is listed here.')}</p>}
    </>
  );
}
