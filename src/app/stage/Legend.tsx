/** What the marks on the samples mean, how many are shown, and what changes are counted against. */
import { useMemo } from 'react';
import { count } from '../format/numbers.ts';
import type { Option } from '../recipe/options.ts';
import { Pick } from '../sides/Pick.tsx';
import { useApp } from '../store/context.tsx';
import type { Baseline } from '../store/types.ts';
import { flipsOf } from './cells.ts';

const BASELINES: readonly Option<Baseline>[] = [
  { value: 'a', word: 'A', help: 'Changes of B are counted against what A shows now.' },
  {
    value: 'original',
    word: 'the original',
    help: 'Changes of both sides are counted against the network as it came.',
  },
];

export function Legend({ shown }: { readonly shown: number }) {
  const baseline = useApp((state) => state.baseline);
  const setBaseline = useApp((state) => state.setBaseline);
  return (
    <div className="legend">
      <span>
        <i className="key-flip" />A and B disagree
      </span>
      <span>
        <b className="key-wrong">×</b>wrong answer
      </span>
      <span>
        <i className="key-sure" />
        how sure
      </span>
      <Shown shown={shown} />
      <span>
        changes against
        <Pick className="small" label="baseline" options={BASELINES} value={baseline} onChange={setBaseline} />
      </span>
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** "126 of 2,000 shown, all 22 flips" */
function Shown({ shown }: { readonly shown: number }) {
  const results = useApp((state) => state.results);
  const samples = useApp((state) => state.opened?.data.samples ?? 0);
  const filter = useApp((state) => state.filter);
  const setFilter = useApp((state) => state.setFilter);
  const flips = useMemo(() => flipsOf(results).length, [results]);
  return (
    <span className="end">
      {filter === 'all' ? (
        <>
          {count(Math.min(shown, samples))} of {count(samples)} shown,
          <button type="button" className="link" onClick={() => setFilter('flips')}>
            only the {count(flips)} flips
          </button>
        </>
      ) : (
        <>
          {count(Math.min(shown, flips))} of {count(flips)} flips shown,
          <button type="button" className="link" onClick={() => setFilter('all')}>
            show all samples
          </button>
        </>
      )}
    </span>
  );
}
