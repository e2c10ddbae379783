/**
 * What a student takes, before it is trained: it is made and a few steps are timed, then all of that is forgotten. Size
 * and operations are counted, the time of a step is measured.
 */
import type { Decant, ModelSummary, RunTaskOptions } from '../../studio/api.ts';
import { closeQuietly } from '../engine/compressor.ts';
import type { TrainingSetup } from './setup.ts';
import { recipeOf } from './setup.ts';
import type { Subject } from './sources.ts';

export interface Trial {
  /** Names what was tried. */
  readonly key: string;
  readonly parameters: number;
  readonly bytes: number;
  /** Of one sample, forward; null where the executor cannot tell. */
  readonly flops: number | null;
  readonly msPerStep: number;
  readonly steps: number;
  readonly executor: string;
  readonly when: string;
}

/** Few enough to be quick on a software adapter, and enough that the first, slow ones do not count alone. */
const STEPS = 8;

/** Two setups of one key take the same bytes and the same time a step. */
export function trialKey({
  form,
  student,
  depth,
  loss,
  divergence,
  feature,
  optimizer,
  batch,
  bits,
}: TrainingSetup): string {
  return [form, student, depth, loss, divergence, feature, optimizer, batch, bits].join('|');
}

export async function tryStudent(
  decant: Decant,
  subject: Subject,
  setup: TrainingSetup,
  signal: AbortSignal,
): Promise<Trial> {
  const recipe = recipeOf({ ...setup, steps: STEPS });
  const shortened = { ...recipe, steps: recipe.steps.slice(0, 1).map((step) => ({ ...step, checkpointEvery: STEPS })) };
  let told: Parameters<NonNullable<RunTaskOptions['onProgress']>>[0] | undefined;
  const options: RunTaskOptions = {
    signal,
    onProgress: (progress) => {
      if (progress.run !== undefined) told = progress;
    },
  };
  const handle = decant.run({ ...subject, recipe: shortened, seed: setup.seed }, options);
  try {
    const { model } = await handle;
    return {
      key: trialKey(setup),
      parameters: model.parameters,
      bytes: model.bytes,
      flops: await flopsOf(decant, model, signal),
      msPerStep: told?.msPerStep ?? 0,
      steps: STEPS,
      executor: told?.executor ?? '',
      when: new Date().toISOString(),
    };
  } finally {
    void forget(decant, handle);
  }
}

// ---------------------------------------------------------------------------------------------------------------------

/** A profile tells operations a second and the seconds of each node; their product is what was counted. */
async function flopsOf(decant: Decant, { id }: ModelSummary, signal: AbortSignal): Promise<number | null> {
  try {
    const rows = await decant.profile({ model: id }, { signal });
    const flops = rows.reduce((sum, { gflops, ms }) => sum + gflops * ms * 1e6, 0);
    return flops > 0 ? Math.round(flops) : null;
  } catch {
    return null;
  }
}

/** Neither the trial's network nor its record stays. */
async function forget(decant: Decant, handle: ReturnType<Decant['run']>): Promise<void> {
  const result = await handle.catch(() => null);
  if (result) {
    closeQuietly(decant, result.model.id);
    closeQuietly(decant, result.id);
  }
  await decant.deleteTraining(handle.run).catch(() => undefined);
}
