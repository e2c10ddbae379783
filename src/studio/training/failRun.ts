/** How a run ends that does not end well: its record says so in a sentence, and its error names the run. */
import { DecantError, messageOf } from '../../core/errors.ts';
import type { ActiveRun } from './activeRun.ts';

/** The error to throw. */
export async function failRun({ record, task }: ActiveRun, error: unknown): Promise<unknown> {
  const { run, step, of, stage } = record.now;
  const aborted = task.signal?.aborted === true;
  const diverged = error instanceof DecantError && error.code === 'training/diverged';
  const place = of > 0 ? `after step ${step} of ${of}` : `before step ${stage + 1} of its recipe had begun to learn`;
  const why = aborted ? `Stopped ${place}.` : messageOf(error);
  record.change({ status: diverged ? 'diverged' : 'stopped', why });
  await record.save();
  if (!(error instanceof DecantError)) return error;
  const named = new DecantError(error.code, error.message, { ...error.data, run, stage });
  named.name = error.name;
  return named;
}

/** True for a run that ended before it had learned anything: nobody will want to go on with it. */
export const leftNothing = ({ record }: ActiveRun): boolean => {
  const { status, step, checkpoints, stages } = record.now;
  return status === 'stopped' && step === 0 && checkpoints.length === 0 && stages.length === 0;
};
