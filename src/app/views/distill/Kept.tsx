/** The runs that are kept: shown again, gone on with, or forgotten. */
import { useEffect, useRef } from 'react';
import type { TrainingRecord } from '../../../studio/api.ts';
import { count, percentFigure, since, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { tell } from '../../messages/tell.ts';
import { Measured } from '../../sides/Measured.tsx';
import { isOver } from '../../training/kept.ts';
import { isUnderWay } from '../../training/machine.ts';
import { axisOf, startOfRecord } from '../../training/reports.ts';
import { keptReceipt } from './receipts.ts';
import { useTrainer, useTraining } from './useTraining.ts';
import '../../styles/tables.css';

export function Kept() {
  const records = useTraining((state) => state.records);
  const forgotten = useTraining((state) => state.forgotten);
  if (records.length === 0 && !forgotten) return null;
  return (
    <div className="kept-trainings">
      <h2 id="kept-title">{t('Kept runs')}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys. */}
      <section className="kept-scroll" aria-labelledby="kept-title" tabIndex={0}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('run')}</th>
              <th scope="col">{t('state')}</th>
              <th scope="col" className="num">
                {t('steps')}
              </th>
              <th scope="col" className="num">
                {t('right, held out')}
              </th>
              <th scope="col">{t('when')}</th>
              <th scope="col">
                <span className="unseen">{t('what to do')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {[...records].reverse().map((record) => (
              <Row key={record.run} record={record} />
            ))}
          </tbody>
        </table>
      </section>
      <Undo />
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** After a deletion: what was deleted, and the way back. */
function Undo() {
  const trainer = useTrainer();
  const forgotten = useTraining((state) => state.forgotten);
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The line that had the focus is gone.
    if (forgotten) back.current?.focus();
  }, [forgotten]);
  return (
    <p role="status">
      {forgotten && (
        <>
          {t('{name} is deleted.', { name: tell(forgotten.name) })}{' '}
          <button ref={back} type="button" className="link" onClick={trainer.undoForget}>
            {t('Undo')}
          </button>
        </>
      )}
    </p>
  );
}

function Row({ record }: { readonly record: TrainingRecord }) {
  const trainer = useTrainer();
  const busy = useTraining(({ phase }) => isUnderWay(phase));
  const shown = useTraining((state) => state.run === record.run);
  const { name, status, when, parent, elsewhere, why } = record;
  const { step, of, heldOut, held } = useLatest(record);
  const canResume = status === 'interrupted' || status === 'stopped';
  return (
    <tr className={shown ? 'chosen' : ''}>
      <th scope="row">
        {tell(name)}
        {parent && <span className="label"> {t('from step {step}', { step: count(parent.step) })}</span>}
      </th>
      <td title={why}>{elsewhere ? t('in another tab') : STATES[held ? 'paused' : status]()}</td>
      <td className="num">
        {count(step)} / {count(of)}
      </td>
      <td className="num">
        {heldOut === undefined ? (
          '–'
        ) : (
          <Measured trust="live" receipt={() => keptReceipt(record)}>
            {text(percentFigure(heldOut))}
          </Measured>
        )}
      </td>
      <td>{since(when)}</td>
      <td className="what">
        {!busy && !shown && isOver(record) && (
          <button
            type="button"
            className="link"
            aria-label={t('Show {name}', { name: tell(name) })}
            onClick={() => trainer.show(record)}
          >
            {t('Show')}
          </button>
        )}
        {!busy && canResume && !elsewhere && (
          <button
            type="button"
            className="link"
            aria-label={t('Go on with {name}', { name: tell(name) })}
            onClick={() => void trainer.resumeRun(record)}
          >
            {t('Go on')}
          </button>
        )}
        {!(busy && shown) && isOver(record) && !elsewhere && (
          <button
            type="button"
            className="link"
            aria-label={t('Delete {name}', { name: tell(name) })}
            onClick={() => trainer.forget(record)}
          >
            {t('Delete')}
          </button>
        )}
      </td>
    </tr>
  );
}

/** The run on the stage knows more than its record. */
function useLatest(record: TrainingRecord) {
  const { run, checkpoints } = record;
  const axis = axisOf(record.recipe);
  const start = startOfRecord(axis, record);
  const [step, of] = [start + record.step, Math.max(axis.of, start + record.of)];
  const own = useTraining((state) => state.run === run && isUnderWay(state.phase));
  const newest = useTraining((state) => (own ? state.checkpoints : checkpoints).at(-1));
  return {
    step: useTraining((state) => (own ? state.step : step)),
    of: useTraining((state) => (own ? state.of : of)),
    heldOut: newest?.metrics.heldOut,
    held: useTraining(({ phase }) => own && (phase === 'paused' || phase === 'stepping')),
  };
}

const STATES: Readonly<Record<TrainingRecord['status'], () => string>> = {
  running: () => t('goes'),
  paused: () => t('paused'),
  interrupted: () => t('interrupted'),
  done: () => t('done'),
  stopped: () => t('stopped'),
  diverged: () => t('× diverged'),
};
