/** What went wrong with a run, with one way on; and runs that a reload interrupted, which can go on. */
import { count, moment } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { tell } from '../../messages/tell.ts';
import { isUnderWay } from '../../training/machine.ts';
import { useTrainer, useTraining } from './useTraining.ts';

export function Trouble() {
  const trainer = useTrainer();
  const problem = useTraining((state) => state.problem);
  const notes = useTraining((state) => state.notes);
  return (
    <>
      {problem && (
        <section className="trouble" role="alert">
          <div>
            <h2>× {problem.title}</h2>
            <p className="why">{problem.why}</p>
          </div>
          <button type="button" className="btn btn-main" onClick={() => trainer.solve(problem.action)}>
            {problem.action.label}
          </button>
        </section>
      )}
      {notes.map((note) => (
        <p key={note} className="run-note" role="status">
          {note}
        </p>
      ))}
    </>
  );
}

/** The newest interrupted run, while none is on the stage. */
export function Interrupted() {
  const trainer = useTrainer();
  const record = useTraining(({ records, phase, run }) =>
    isUnderWay(phase)
      ? undefined
      : records.filter((one) => one.status === 'interrupted' && one.run !== run && !one.elsewhere).at(-1),
  );
  if (!record) return null;
  const { name, step, of, when } = record;
  return (
    <section className="trouble" aria-label={t('Interrupted run')}>
      <div>
        <h2>{t('{name} was interrupted.', { name: tell(name) })}</h2>
        <p className="why">
          {t('It had made {step} of {of} steps on {when}. It can go on from its last checkpoint.', {
            step: count(step),
            of: count(of),
            when: moment(when),
          })}
        </p>
      </div>
      <div className="tools-row">
        <button type="button" className="btn btn-main" onClick={() => void trainer.resumeRun(record)}>
          {t('Go on')}
        </button>
        <button type="button" className="link" onClick={() => trainer.forget(record)}>
          {t('Forget it')}
        </button>
      </div>
    </section>
  );
}
