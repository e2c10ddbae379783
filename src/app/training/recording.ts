/**
 * A run of the ready recipe that was recorded elsewhere, for machines on which none is to be made: its curve, what was
 * measured at its checkpoints, the answers to a few samples, and the comparison of five. Written by
 * `npm run samples -- --training`. It is replayed through the same handle as a run of here.
 */
import type {
  CheckpointSummary,
  Measurement,
  ModelSummary,
  Provenance,
  RunHandle,
  RunResult,
  RunTaskOptions,
} from '../../studio/api.ts';
import type { FiveKey } from './five.ts';
import type { TrainingSetup } from './setup.ts';

export interface RecordedTraining {
  readonly version: 1;
  /** Words that are newer than the recording are left out: they are as in the ready recipe. */
  readonly setup: Partial<TrainingSetup>;
  readonly name: string;
  readonly of: number;
  readonly msPerStep: number;
  readonly provenance: Provenance;
  readonly student: ModelSummary;
  readonly checkpoints: readonly CheckpointSummary[];
  /** Each point is the mean of `every` steps. */
  readonly curve: { readonly every: number; readonly values: Readonly<Record<string, readonly number[]>> };
  readonly samples: readonly RecordedAnswers[];
  readonly five: readonly {
    readonly key: FiveKey;
    readonly model: ModelSummary;
    readonly measurement: Measurement;
  }[];
}

/** Class scores for one sample. */
export interface RecordedAnswers {
  readonly sample: number;
  readonly teacher: readonly number[];
  /** One a checkpoint. */
  readonly students: readonly (readonly number[])[];
}

/** How long a replay takes, whatever the run took. */
const REPLAY_MS = 16_000;
const TICK_MS = 50;

/** Plays a recording as if it went now. */
export function replay(recording: RecordedTraining, options: RunTaskOptions): RunHandle {
  const { of, student } = recording;
  let step = 0;
  let held = false;
  let end: (result: RunResult) => void = () => {};
  const ended = new Promise<RunResult>((resolve) => {
    end = resolve;
  });
  const advance = (by: number): void => {
    const to = Math.min(of, step + by);
    options.onProgress?.(reportOf(recording, step, to));
    step = to;
    if (step >= of) stop();
  };
  const timer = setInterval(() => held || advance(Math.ceil((of * TICK_MS) / REPLAY_MS)), TICK_MS);
  const stop = (): void => {
    clearInterval(timer);
    end({ id: RUN, model: student, steps: [] });
  };
  options.signal?.addEventListener('abort', () => clearInterval(timer), { once: true });
  const again = () => replay(recording, options);
  return Object.assign(ended, {
    run: RUN,
    pause: async () => {
      held = true;
    },
    resume: async () => {
      held = false;
    },
    step: async () => advance(1),
    finish: async () => advance(of - step),
    set: async () => {},
    pauseAfterStage: async () => {},
    checkpoints: async () => recording.checkpoints.filter((checkpoint) => checkpoint.step <= step),
    branch: again,
  });
}

/** Scores of a recorded run for a sample: the teacher's, and the student's at a checkpoint. */
export function recordedScores(
  recording: RecordedTraining,
  sample: number,
  at: number | undefined,
): { readonly teacher: readonly number[] | null; readonly student: readonly number[] | null } {
  const answers = recording.samples.find((one) => one.sample === sample);
  const index = recording.checkpoints.findIndex(({ step }) => step === at);
  return { teacher: answers?.teacher ?? null, student: answers?.students[index] ?? null };
}

// ---------------------------------------------------------------------------------------------------------------------

const RUN = 'recorded';

type Told = Parameters<NonNullable<RunTaskOptions['onProgress']>>[0];

function reportOf({ of, curve, checkpoints, msPerStep, provenance }: RecordedTraining, from: number, to: number): Told {
  const steps = Array.from({ length: to - from }, (_, i) => from + i);
  const valueAt = (points: readonly number[], step: number): number =>
    points[Math.min(points.length - 1, Math.floor(step / curve.every))] ?? 0;
  const entries = Object.entries(curve.values);
  const values = entries.map(([name, points]) => [name, Float32Array.from(steps, (step) => valueAt(points, step))]);
  const losses = entries.map(([name, points]) => [name, valueAt(points, to - 1)]);
  return {
    label: 'replaying',
    done: to,
    total: of,
    run: RUN,
    stage: 0,
    kind: 'distill',
    step: to,
    of,
    losses: Object.fromEntries(losses),
    metrics: checkpoints.filter(({ step }) => step <= to).at(-1)?.metrics ?? {},
    msPerStep,
    secondsLeft: ((of - to) / of) * (REPLAY_MS / 1000),
    curve: { from, values: Object.fromEntries(values) },
    executor: provenance.executor,
  };
}
