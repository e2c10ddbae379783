/**
 * What a student takes, before it is trained: it is made and a few steps are timed, then all of that is forgotten. Size
 * and operations are counted, the time of a step is measured.
 */
import type { Decant, RunTaskOptions } from '../../studio/api.ts';
import { closeQuietly } from '../engine/compressor.ts';
import { PASSING } from './kept.ts';
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

/** The first ones, which are slow, do not count; few enough to be quick on a software adapter. */
const [FIRST, STEPS] = [8, 24];

/** Two setups of one key take the same bytes and the same time a step. */
export function trialKey(setup: TrainingSetup): string {
  const { form, student, depth, loss, divergence, feature, optimizer, batch, bits } = setup;
  return [form, student, depth, loss, divergence, feature, optimizer, batch, bits].join('|');
}

export async function tryStudent(
  decant: Decant,
  subject: Subject,
  setup: TrainingSetup,
  signal: AbortSignal,
): Promise<Trial> {
  const recipe = recipeOf({ ...setup, steps: STEPS });
  const steps = upToTraining(recipe.steps).map(withCheckpoints);
  const pace = createPace();
  const request = { ...subject, recipe: { ...recipe, name: PASSING.trial, steps }, seed: setup.seed, heldOut: 0 };
  const handle = decant.run(request, { signal, onProgress: pace.hear });
  try {
    const { model, steps: reports } = await handle;
    return {
      key: trialKey(setup),
      parameters: model.parameters,
      bytes: model.bytes,
      flops: reports.flatMap(({ report }) => report.network?.flops ?? []).at(-1) ?? null,
      msPerStep: pace.msPerStep(),
      steps: STEPS - FIRST,
      executor: pace.executor(),
      when: new Date().toISOString(),
    };
  } finally {
    void forget(decant, handle);
  }
}

// ---------------------------------------------------------------------------------------------------------------------

type Step = Readonly<Record<string, unknown>>;

/** What comes before the first step that trains, and that step. */
function upToTraining(steps: readonly Step[]): readonly Step[] {
  return steps.slice(0, steps.findIndex(({ kind }) => kind !== 'quantize') + 1);
}

/** Checkpoints are where an executor that reads seldom tells of its steps. */
function withCheckpoints(step: Step): Step {
  if ('optimizer' in step) return { ...step, checkpointEvery: FIRST };
  const { gradual } = step;
  return typeof gradual === 'object' ? { ...step, gradual: { ...gradual, checkpointEvery: FIRST } } : step;
}

/** The pace between two reports, by this page's clock. */
function createPace() {
  const heard: { readonly step: number; readonly ms: number; readonly told: number }[] = [];
  let executor = '';
  const hear: NonNullable<RunTaskOptions['onProgress']> = ({ run, step = 0, msPerStep = 0, executor: name }) => {
    if (run === undefined) return;
    executor = name ?? executor;
    heard.push({ step, ms: performance.now(), told: msPerStep });
  };
  const msPerStep = (): number => {
    const warm = heard.find(({ step }) => step >= FIRST);
    const last = heard.at(-1);
    if (!warm || !last) return 0;
    return last.step > warm.step ? (last.ms - warm.ms) / (last.step - warm.step) : last.told;
  };
  return { hear, msPerStep, executor: () => executor };
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
