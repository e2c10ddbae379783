/** How figures of training were measured, as receipts. */
import type { TrainingRecord } from '../../../studio/api.ts';
import { count, decimals, moment, significant, text, timeFigure } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import type { Receipt } from '../../sides/receipts.ts';
import type { ShownCheckpoint, TrainingState } from '../../training/state.ts';

/** Held-out figures of a checkpoint. */
export function checkpointReceipt(state: TrainingState, checkpoint: ShownCheckpoint | undefined): Receipt {
  const metrics = Object.entries(checkpoint?.metrics ?? {});
  return {
    title: t('Step {step}', { step: count(checkpoint?.at ?? 0) }),
    what: t(
      'Measured at a checkpoint on samples that the student does not learn from. Agreement is the share of samples on which its top answer is the teacher’s.',
    ),
    rows: [
      ...metrics.map(([name, value]) => [METRICS[name]?.() ?? name, `${decimals(value * 100, 2)} %`] as const),
      ...runRows(state),
    ],
  };
}

/** The accuracy of a kept run, at its newest checkpoint. */
export function keptReceipt({ name, checkpoints, stages, step, of, seed, when, notes }: TrainingRecord): Receipt {
  const { metrics = {}, step: at = 0 } = checkpoints.at(-1) ?? {};
  const judged = stages.at(-1)?.measuredOn;
  return {
    title: t('{name}, kept', { name }),
    what: t(
      'Measured at its newest checkpoint on samples that the network did not learn from, when the run went; kept with its record.',
    ),
    rows: [
      ...Object.entries(metrics).map(
        ([key, value]) => [METRICS[key]?.() ?? key, `${decimals(value * 100, 2)} %`] as const,
      ),
      [t('checkpoint'), t('Step {step}', { step: count(at) })],
      ...(judged ? [[t('samples'), `${count(judged.samples)}, ${judged.name}`] as const] : []),
      [t('steps'), `${count(step)} / ${count(of)}`],
      [t('seed'), `${seed}`],
      ...(notes ?? []).map((note) => [t('note'), note] as const),
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
      ? [[t('recorded on'), `${recording.provenance.device}, ${recording.provenance.browser}`] as const]
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

const METRICS: Readonly<Record<string, () => string>> = {
  heldOut: () => t('right'),
  agreement: () => t('like the teacher'),
};
