/** How figures of training were measured, as receipts. */
import type { CheckpointSummary, TrainingRecord } from '../../../studio/api.ts';
import { count, decimals, moment, significant, text, timeFigure } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { tell } from '../../messages/tell.ts';
import type { Receipt } from '../../sides/receipts.ts';
import { readSetup } from '../../training/kept.ts';
import type { ShownCheckpoint, TrainingState } from '../../training/state.ts';
import type { Way } from '../../training/teaching.ts';
import { taughtByStudent } from '../../training/teaching.ts';

/** Held-out figures of a checkpoint. */
export function checkpointReceipt(state: TrainingState, checkpoint: ShownCheckpoint | undefined): Receipt {
  return {
    title: t('Step {step}', { step: count(checkpoint?.at ?? 0) }),
    what: t(
      'Measured at a checkpoint on samples that the student does not learn from. Agreement is the share of samples on which its top answer is the teacher’s.',
    ),
    rows: [...metricRows(checkpoint, state.asked?.way), ...runRows(state)],
  };
}

/** The accuracy of a kept run, at its newest checkpoint. */
export function keptReceipt(record: TrainingRecord): Receipt {
  const { checkpoints, name, stages, step, of, seed, when, notes } = record;
  const newest = checkpoints.at(-1);
  const judged = stages.at(-1)?.measuredOn;
  return {
    title: t('{name}, kept', { name }),
    what: t(
      'Measured at its newest checkpoint on samples that the network did not learn from, when the run went; kept with its record.',
    ),
    rows: [
      ...metricRows(newest, readSetup(record).way),
      [t('checkpoint'), t('Step {step}', { step: count(newest?.step ?? 0) })],
      ...(judged ? [[t('samples'), `${count(judged.samples)}, ${judged.name}`] as const] : []),
      [t('steps'), `${count(step)} / ${count(of)}`],
      [t('seed'), `${seed}`],
      ...(notes ?? []).map((note) => [t('note'), tell(note)] as const),
      [t('when'), moment(when)],
    ],
  };
}

/** What a run was and where it went. */
export function runRows({
  name,
  step,
  of,
  asked,
  setup,
  executor,
  msPerStep,
  when,
  marks,
  recording,
}: TrainingState): Receipt['rows'] {
  const { batch, seed, optimizer, schedule } = asked ?? setup;
  return [
    [t('run'), name],
    [t('steps'), `${count(step)} / ${count(of)}, ${t('{count} samples each', { count: batch })}`],
    [t('optimizer'), `${optimizer}, ${schedule}, ${t('seed {seed}', { seed })}`],
    ...(marks.length > 0 ? [[t('changed on the way'), count(marks.length)] as const] : []),
    ...(msPerStep > 0 ? [[t('a step'), text(timeFigure(msPerStep))] as const] : []),
    ...(executor ? [[t('executor'), executor] as const] : []),
    ...(recording
      ? [[t('recorded on'), `${tell(recording.provenance.device)}, ${tell(recording.provenance.browser)}`] as const]
      : []),
    ...(when ? [[t('when'), moment(when)] as const] : []),
  ];
}

/** The newest loss, with what it is made of. */
export function lossReceipt(state: TrainingState): Receipt {
  return {
    title: t('Loss'),
    what: t('Means of the last steps’ batches, before their updates.'),
    rows: [
      ...Object.entries(state.losses).map(([name, value]) => [name, significant(value)] as const),
      ...runRows(state),
    ],
  };
}

// ---------------------------------------------------------------------------------------------------------------------

function metricRows(checkpoint: CheckpointSummary | undefined, way: Way | undefined) {
  const own = taughtByStudent(way, checkpoint);
  return Object.entries(checkpoint?.metrics ?? {}).map(([name, value]) => {
    const words = own && name === 'agreement' ? t('like the student or assistant that taught it') : METRICS[name]?.();
    return [words ?? name, `${decimals(value * 100, 2)} %`] as const;
  });
}

const METRICS: Readonly<Record<string, () => string>> = {
  heldOut: () => t('right'),
  agreement: () => t('like the teacher'),
};
