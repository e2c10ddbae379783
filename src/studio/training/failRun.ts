/** How a run ends that does not end well: its record says so in a sentence, and its error names the run. */
import { DecantError, messageOf } from '../../core/errors.ts';
import type { ActiveRun } from './activeRun.ts';

/** The error to throw. */
export async function failRun({ record }: ActiveRun, error: unknown): Promise<unknown> {
  const { run, step, of, stage } = record.now;
  const aborted = error instanceof DOMException && error.name === 'AbortError';
  const diverged = error instanceof DecantError && error.code === 'training/diverged';
  const why = aborted ? `Stopped after step ${step} of ${of}.` : messageOf(error);
  record.change({ status: diverged ? 'diverged' : 'stopped', why });
  await record.save();
  if (!(error instanceof DecantError)) return error;
  const named = new DecantError(error.code, error.message, { ...error.data, run, stage });
  named.name = error.name;
  return named;
}
