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
import type { LayerPair } from './teaching.ts';
import { canPair, canStore } from './teaching.ts';

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
  /** Where the teacher's scores are stored: what that saves. */
  readonly saving: Saving | null;
  /** Where features are compared and their layers may be named. */
  readonly layers: Layers | null;
}

/** A teacher whose scores are stored, against the same teacher beside the student. */
export interface Saving {
  /** Of the stored scores, and milliseconds that they took once. */
  readonly bytes: number;
  readonly ms: number;
  /** A step with the teacher beside the student. */
  readonly besideMs: number;
  /** What a run holds on the executor, with stored scores and without; null where it does not say. */
  readonly memory: { readonly stored: number; readonly beside: number } | null;
}

/** The pairs that the engine proposes, and all values that may be paired. */
export interface Layers {
  readonly proposed: readonly LayerPair[];
  readonly student: readonly LayerValue[];
  readonly teacher: readonly LayerValue[];
}

export interface LayerValue {
  readonly value: string;
  /** Channels, then height and width where it is an image. */
  readonly shape: readonly number[];
}

/** The first ones, which are slow, do not count; few enough to be quick on a software adapter. */
const [FIRST, STEPS] = [8, 24];

/** Two setups of one key take the same bytes and the same time a step. */
export function trialKey(setup: TrainingSetup): string {
  const { form, student, depth, loss, divergence, feature, optimizer, batch, bits, others, samples } = setup;
  const presence = canStore(setup) ? setup.presence : 'beside';
  // Stored scores are as many as there are samples.
  const stored = presence === 'beside' ? '' : samples;
  const words = [form, student, depth, loss, divergence, feature, optimizer, batch, bits, presence, stored];
  return [...words, canPair(setup), ...others.map(({ model }) => model)].join('|');
}

export async function tryStudent(
  decant: Decant,
  subject: Subject,
  setup: TrainingSetup,
  signal: AbortSignal,
): Promise<Trial> {
  const { cache, memoryBytes, ...own } = await timed(decant, subject, setup, signal);
  const beside = cache ? await timed(decant, subject, { ...setup, presence: 'beside' }, signal) : null;
  const saving = cache && beside ? savingOf(cache, memoryBytes, beside) : null;
  return { ...own, key: trialKey(setup), steps: STEPS - FIRST, saving, when: new Date().toISOString() };
}

// ---------------------------------------------------------------------------------------------------------------------

type Timed = Omit<Trial, 'key' | 'steps' | 'saving' | 'when'> & {
  readonly cache: { readonly bytes: number; readonly ms: number } | null;
  readonly memoryBytes: number | null;
};

/** One student, made, trained for a few steps and forgotten: the one that is asked for, without what comes before it. */
async function timed(decant: Decant, subject: Subject, setup: TrainingSetup, signal: AbortSignal): Promise<Timed> {
  const recipe = recipeOf({ ...setup, way: 'once', pairs: null, steps: STEPS });
  const steps = upToTraining(recipe.steps).map(withCheckpoints);
  const pace = createPace();
  const request = { ...subject, recipe: { ...recipe, name: PASSING.trial, steps }, seed: setup.seed, heldOut: 0 };
  const handle = decant.run(request, { signal, onProgress: pace.hear });
  try {
    const { model, steps: reports } = await handle;
    return {
      parameters: model.parameters,
      bytes: model.bytes,
      flops: reports.flatMap(({ report }) => report.network?.flops ?? []).at(-1) ?? null,
      msPerStep: pace.msPerStep(),
      executor: pace.executor(),
      memoryBytes: pace.memoryBytes(),
      cache: reports.flatMap(({ report }) => report.cache ?? []).at(-1) ?? null,
      layers: canPair(setup)
        ? await decant.featurePairs({ student: model.id, teacher: subject.model }, { signal })
        : null,
    };
  } finally {
    void forget(decant, handle);
  }
}

function savingOf(
  { bytes, ms }: NonNullable<Timed['cache']>,
  stored: number | null,
  { msPerStep, memoryBytes }: Timed,
): Saving {
  const memory = stored === null || memoryBytes === null ? null : { stored, beside: memoryBytes };
  return { bytes, ms, besideMs: msPerStep, memory };
}

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
  let memory: number | null = null;
  const hear: NonNullable<RunTaskOptions['onProgress']> = ({
    run,
    step = 0,
    msPerStep = 0,
    executor: name,
    memoryBytes,
  }) => {
    if (run === undefined) return;
    executor = name ?? executor;
    memory = memoryBytes ?? memory;
    heard.push({ step, ms: performance.now(), told: msPerStep });
  };
  const msPerStep = (): number => {
    const warm = heard.find(({ step }) => step >= FIRST);
    const last = heard.at(-1);
    if (!warm || !last) return 0;
    return last.step > warm.step ? (last.ms - warm.ms) / (last.step - warm.step) : last.told;
  };
  return { hear, msPerStep, executor: () => executor, memoryBytes: () => memory };
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
