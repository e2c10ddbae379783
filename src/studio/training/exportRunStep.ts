/** The training step of a run as an ONNX file: what to feed, and which output is which input of the next step. */
import { DecantError } from '../../core/errors.ts';
import type { BegunLesson } from '../../recipes/context.ts';
import { exportStep } from '../../training/exportStep.ts';
import type { DecantTraining } from '../api.ts';
import type { Execution } from './executeRun.ts';
import { executeRun } from './executeRun.ts';
import type { StoredTraining } from './records.ts';

/**
 * @param begun the lesson of a run that goes; else it is made once more, up to its first step
 * @throws DecantError `training/not-open` when what the run works on is not open any more
 */
export async function exportRunStep(
  record: StoredTraining,
  begun: BegunLesson | undefined,
  execution: () => Promise<Execution>,
): ReturnType<DecantTraining['exportTrainingStep']> {
  const { step } = begun ?? (await lessonAgain(record, await execution()));
  const { bytes, renamed } = await exportStep(step);
  const { inputs, outputs, states } = step.graph;
  const now = (name: string) => renamed.get(name) ?? name;
  return {
    name: `${record.name.replace(/[^\w.-]+/g, '-')}-step.onnx`,
    bytes,
    inputs: inputs.map(({ name }) => name),
    outputs: outputs.map(now),
    states: Object.fromEntries(states.map(({ value, next }) => [now(next), value])),
  };
}

// ---------------------------------------------------------------------------------------------

class Enough extends Error {}

async function lessonAgain({ checkpoints, stage }: StoredTraining, execution: Execution): Promise<BegunLesson> {
  // Of a run that is over: the stage that trained last.
  execution.active.record.change({ stage: checkpoints.at(-1)?.stage ?? stage });
  let found: BegunLesson | undefined;
  const onLesson = (lesson: BegunLesson) => {
    found = lesson;
    throw new Enough();
  };
  await executeRun({ ...execution, onLesson }).catch((error: unknown) => {
    if (!(error instanceof Enough)) throw error;
  });
  if (found) return found;
  throw new DecantError('training/step', 'Nothing of this run is trained in steps.', {
    run: execution.active.record.now.run,
  });
}
