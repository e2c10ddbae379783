/** What a run reports while it goes, and the curves that are left when it is over. */
import type { Tensor } from '../tensor/tensor.ts';
import type { LearningStep } from './learningStep.ts';

export interface TrainingProgress {
  /** Steps made, of how many. */
  readonly step: number;
  readonly of: number;
  /** Of the step's batch, before its update: each term and `total`. */
  readonly losses: Readonly<Record<string, number>>;
  /** Of the step's batch; after a checkpoint what was measured on held-out data beside it. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly msPerStep: number;
  readonly secondsLeft: number;
}

/** One measurement of the whole model. */
export interface Measured {
  readonly step: number;
  readonly values: Readonly<Record<string, number>>;
}

export interface Curve {
  /** The step of the first row; later than 0 in a branch. */
  readonly from: number;
  /** A value a step, by name: losses, `total` among them, and metrics of the batch. */
  readonly values: Readonly<Record<string, Float32Array>>;
  readonly measured: readonly Measured[];
  /** Mean milliseconds of a step, evaluation and checkpoints left out. */
  readonly msPerStep: number;
}

export interface CurveKeeper {
  /**
   * Takes up the rows of a ring after `made` steps. False when one of them does not pass; that one is then the last.
   */
  add(made: number, history: Tensor, passes: (loss: number) => boolean): boolean;
  measure(step: number, values: Readonly<Record<string, number>>): void;
  /** The time since the last step was spent on something else. */
  rest(): void;
  last(): { readonly step: number; readonly loss: number };
  /** Forgets what came after a step. */
  goBackTo(step: number): void;
  finish(): Curve;
}

export function createCurve(
  step: LearningStep,
  steps: number,
  from: number,
  onProgress?: (progress: TrainingProgress) => void,
): CurveKeeper {
  const { watched, losses, ring } = step;
  const total = watched.indexOf('total');
  const rows: Float32Array[] = [];
  const measured: Measured[] = [];
  let held: Readonly<Record<string, number>> = {};
  const pace = createPace();
  const report = (made: number) => {
    const entries = watched.map((name, i): [string, number] => [name, rows[rows.length - 1][i]]);
    const isLoss = ([name]: [string, number]) => losses.includes(name);
    const msPerStep = pace.perStep();
    onProgress?.({
      step: made,
      of: steps,
      losses: Object.fromEntries(entries.filter(isLoss)),
      metrics: { ...Object.fromEntries(entries.filter((entry) => !isLoss(entry))), ...held },
      msPerStep,
      secondsLeft: (msPerStep * (steps - made)) / 1000,
    });
  };
  return {
    add: (made, { data }, passes) => {
      pace.made(made - from - rows.length);
      for (let at = from + rows.length; at < made; at++) {
        const row = (at % ring) * watched.length;
        rows.push(Float32Array.from(data.subarray(row, row + watched.length), Number));
        if (passes(rows[rows.length - 1][total])) continue;
        report(at + 1);
        return false;
      }
      report(made);
      return true;
    },
    measure: (at, values) => {
      measured.push({ step: at, values });
      held = values;
      report(at);
      pace.skip();
    },
    rest: () => pace.skip(),
    last: () => ({ step: from + rows.length, loss: rows[rows.length - 1]?.[total] ?? Number.NaN }),
    goBackTo: (made) => {
      rows.length = Math.max(0, made - from);
      while ((measured.at(-1)?.step ?? 0) > made) measured.pop();
    },
    finish: () => {
      const column = (i: number) => Float32Array.from(rows, (row) => row[i]);
      const values = Object.fromEntries(watched.map((name, i) => [name, column(i)]));
      return { from, values, measured, msPerStep: pace.mean() };
    },
  };
}

// ---------------------------------------------------------------------------------------------

/** Share that the newest stretch has in the pace. */
const newest = 0.2;

function createPace() {
  let before = performance.now();
  let smooth: number | undefined;
  let sum = 0;
  let count = 0;
  return {
    made: (steps: number) => {
      const now = performance.now();
      if (steps > 0) {
        const each = (now - before) / steps;
        smooth = smooth === undefined ? each : smooth + newest * (each - smooth);
        sum += now - before;
        count += steps;
      }
      before = now;
    },
    skip: () => {
      before = performance.now();
    },
    perStep: () => smooth ?? 0,
    mean: () => sum / Math.max(1, count),
  };
}
