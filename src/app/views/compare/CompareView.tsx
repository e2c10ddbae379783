/** Many recipes at once: a sweep of twelve, the recommended one first, the plot of quality against bytes, pinned runs. */

import { count } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { tell } from '../../messages/tell.ts';
import { CopyButton } from '../../panels/CopyButton.tsx';
import { ProgressRow } from '../../panels/ProgressRow.tsx';
import { shortTitleOf } from '../../recipe/words.ts';
import { Measured } from '../../sides/Measured.tsx';
import { useApp } from '../../store/context.tsx';
import { csvOf } from './figures.ts';
import { Pareto } from './Pareto.tsx';
import { Pinned } from './Pinned.tsx';
import { MOST_PINNED, SweepRows } from './SweepRows.tsx';
import { sweepReceipt } from './sweepReceipt.ts';
import { TWELVE } from './twelve.ts';
import type { Sweep } from './useSweep.ts';
import { rowOf, useSweep } from './useSweep.ts';
import '../../styles/panels.css';
import '../../styles/tables.css';
import '../turn.css';
import '../sensitivity/sensitivity.css';
import './compare.css';

export default function CompareView() {
  const sweep = useSweep();
  const { study, table, load } = sweep;
  const shown = useApp((state) => (state.sides.b.base === null ? rowOf(state.sides.b.recipe) : undefined));
  const [pinned, pin] = usePins();
  return (
    <div className="compare">
      <Head sweep={sweep} />
      {table && (
        <>
          <div className="studies-pair">
            <div>
              <Recommended sweep={sweep} />
              <SweepRows {...{ table, shown, pinned, pin, load }} busy={study.busy} />
              <p className="label map-foot">
                <Measured trust="live" className="link" receipt={() => sweepReceipt(table)}>
                  {t('How measured')}
                </Measured>
                <span>
                  {t('{count} samples', { count: count(table.samples) })}
                  {table.synthetic ? t(', made-up inputs') : ''}
                </span>
                <CopyButton text={csvOf(table)}>{t('Copy as CSV')}</CopyButton>
              </p>
              <Names />
            </div>
            <Pareto table={table} shown={shown} load={load} />
          </div>
          <Pinned table={table} pinned={pinned} shown={shown} />
        </>
      )}
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** Places in the sweep that stand side by side; the link carries them. */
function usePins(): [pinned: readonly number[], pin: (index: number) => void] {
  const said = useApp((state) => state.choices.pins);
  const choose = useApp((state) => state.choose);
  const pinned = [...new Set((said ?? '').split(',').filter(Boolean).map(Number))]
    .filter((index) => TWELVE[index] !== undefined)
    .slice(0, MOST_PINNED);
  const pin = (index: number): void => {
    const next = pinned.includes(index) ? pinned.filter((one) => one !== index) : [...pinned, index];
    choose('pins', next.slice(0, MOST_PINNED).join(',') || null);
  };
  return [pinned, pin];
}

/** What a sweep is, and the button that starts one; then its queue, the time left, and the way to stop. */
function Head({ sweep: { study, table, ready, start, stop } }: { readonly sweep: Sweep }) {
  const queued = table ? table.queued : TWELVE.length;
  return (
    <>
      <header className="study-head">
        <p className="lede">
          {table
            ? t('{count} of {all} recipes tried on the same samples.', {
                count: count(table.rows.length),
                all: count(TWELVE.length),
              })
            : t('Try twelve recipes on the same samples; the smallest that loses at most one point is recommended.')}
        </p>
        {!study.busy && (
          <button type="button" className={`btn${table ? '' : ' btn-main'}`} disabled={!ready} onClick={start}>
            {table ? t('Sweep again') : t('Sweep 12 recipes')}
          </button>
        )}
      </header>
      {study.busy && (
        <ProgressRow
          label={t('{label}, {count} to go', {
            label: study.progress ? tell(study.progress.label) : t('starting'),
            count: count(queued),
          })}
          progress={study.progress}
          stop={stop}
        />
      )}
      {study.error !== null && (
        <p className="study-error" role="alert">
          × {study.error}
        </p>
      )}
      {study.stopped && <p className="label">{t('Stopped. What was measured stays; sweep again for the rest.')}</p>}
      {!table && (
        <ol className="queue" aria-label={t('Recipes to try')}>
          {TWELVE.map((recipe) => (
            <li key={shortTitleOf(recipe)}>{shortTitleOf(recipe)}</li>
          ))}
        </ol>
      )}
      {!table && <Names />}
      {!ready && !study.busy && !table && <p className="label">{t('A sweep can start once both sides are live.')}</p>}
    </>
  );
}

/** What the short names of recipes mean. */
function Names() {
  return (
    <p className="label names">
      {t(
        'int4: weights as 4-bit integers. g32: a scale for every 32 weights. asym: with a zero point. a8: 8-bit activations.',
      )}
    </p>
  );
}

/** The recommendation with its reason, before all evidence. */
function Recommended({ sweep: { study, table, load } }: { readonly sweep: Sweep }) {
  if (!table || study.busy) return null;
  const { index, reason } = table.recommended;
  return (
    <div className="recommended">
      <p>{tell(reason)}</p>
      {index !== null && (
        <button type="button" className="btn btn-main" onClick={() => load(index)}>
          {t('Load it into B')}
        </button>
      )}
    </div>
  );
}
