/** A kept record as scripts and the page see it: what a session knows of it besides, and nothing of how it is kept. */
import type { TrainingRecord } from '../api.ts';
import type { ModelEntry } from '../models.ts';
import { summarizeModel } from '../summaries.ts';
import type { StoredTraining } from './records.ts';

/**
 * @param place where the run goes on just now
 * @param result the finished model, while it is open
 */
export async function shownRecord(
  record: StoredTraining,
  place: 'here' | 'elsewhere' | 'nowhere',
  result: ModelEntry | undefined,
): Promise<TrainingRecord> {
  const {
    reports: _reports,
    named: _named,
    model,
    data,
    heldOut: _heldOut,
    executor: _executor,
    otherSchedule: _schedule,
    ranOn: _ranOn,
    ...own
  } = record;
  return {
    ...own,
    ...(model ? { model: model.id } : {}),
    ...(data ? { data: data.id } : {}),
    ...(own.status === 'running' || own.status === 'paused' ? whereabouts(own, place) : {}),
    ...(result ? { result: await summarizeModel(result) } : {}),
  };
}

// ---------------------------------------------------------------------------------------------

/** A record that says its run goes on may have been left by a page that is gone. */
function whereabouts(
  { step, of }: Pick<StoredTraining, 'step' | 'of'>,
  place: 'here' | 'elsewhere' | 'nowhere',
): Partial<TrainingRecord> {
  switch (place) {
    case 'here':
      return {};
    case 'elsewhere':
      return { elsewhere: true, why: 'Another tab of this browser runs it.' };
    case 'nowhere': {
      const at = step > 0 ? `after step ${step} of ${of}` : 'before its first step';
      return { status: 'interrupted', why: `The page was closed or reloaded ${at}; resume it to go on.` };
    }
    default:
      return place satisfies never;
  }
}
