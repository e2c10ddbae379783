/** What the marks on the samples mean, how many are shown, and what changes are counted against. */

import { lazy, Suspense, useMemo } from 'react';
import { count } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import type { Option } from '../recipe/options.ts';
import { Pick } from '../sides/Pick.tsx';
import { useApp } from '../store/context.tsx';
import type { Baseline } from '../store/types.ts';
import { flipsOf } from './cells.ts';

const Chosen = lazy(() => import('../views/samples/Chosen.tsx'));

/** What changes of B can be counted against. */
export const BASELINES: readonly Option<Baseline>[] = [
  { value: 'a', word: 'A', help: 'Changes of B are counted against what A shows now.' },
  {
    value: 'original',
    word: 'the original',
    help: 'Changes of both sides are counted against the network as it came.',
  },
];

export interface LegendProps {
  /** Samples in the grid, and flips among them. */
  readonly shown: { readonly samples: number; readonly flips: number };
}

export function Legend({ shown }: LegendProps) {
  const baseline = useApp((state) => state.baseline);
  const setBaseline = useApp((state) => state.setBaseline);
  return (
    <div className="legend">
      <span>
        <i className="key-flip" />
        {t('A and B disagree')}
      </span>
      <span>
        <b className="key-wrong">×</b>
        {t('wrong answer')}
      </span>
      <span>
        <i className="key-sure" />
        {t('how sure')}
      </span>
      <Shown shown={shown} />
      <span>
        {t('changes against')}
        <Pick className="small" label={t('baseline')} options={BASELINES} value={baseline} onChange={setBaseline} />
      </span>
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** "126 of 2,000 shown, with all 22 flips" */
function Shown({ shown }: LegendProps) {
  const results = useApp((state) => state.results);
  const samples = useApp((state) => state.opened?.data.samples ?? 0);
  const filter = useApp((state) => state.filter);
  const setFilter = useApp((state) => state.setFilter);
  const flips = useMemo(() => flipsOf(results).length, [results]);
  const only = useApp((state) => state.only);
  if (samples === 0) return <span className="end">{t('compared on made-up inputs, no samples are open')}</span>;
  if (only !== null || filter === 'unsure') {
    return (
      <Suspense fallback={<span className="end" />}>
        <Chosen shown={shown.samples} />
      </Suspense>
    );
  }
  return (
    <span className="end">
      {filter === 'all' ? (
        <>
          {t('{shown} of {all} shown, with {flips}', {
            shown: count(shown.samples),
            all: count(samples),
            flips: flipWords(shown.flips, flips),
          })}
          {flips > 0 && (
            <button type="button" className="link" onClick={() => setFilter('flips')}>
              {t('only flips')}
            </button>
          )}
          <button type="button" className="link" onClick={() => setFilter('unsure')}>
            {t('by doubt')}
          </button>
        </>
      ) : (
        <>
          {t('{shown} of {all} flips shown,', { shown: count(shown.samples), all: count(flips) })}
          <button type="button" className="link" onClick={() => setFilter('all')}>
            {t('show all samples')}
          </button>
        </>
      )}
    </span>
  );
}

function flipWords(shown: number, all: number): string {
  if (all === 0) return t('no flips');
  if (shown < all) return t('{shown} of {all} flips', { shown: count(shown), all: count(all) });
  return all === 1 ? t('the one flip') : t('all {all} flips', { all: count(all) });
}
