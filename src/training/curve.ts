/** What a run reports while it goes, and the curves that are left when it is over. */
import type { Tensor } from '../tensor/tensor.ts';
import type { LearningStep } from './learningStep.ts';
import { createRows } from './rows.ts';

export interface TrainingProgress {
  /** Steps made, of how many. */
  readonly step: number;
  readonly of: number;
  /** Of the step's batch, before its update: each term and `total`. */
  readonly losses: Readonly<Record<string, number>>;
  /** Of the step's batch; after a checkpoint what was measured on held-out data beside it. */
  readonly metrics: Readonly<Record<string, number>>;
  /** What was measured just now of the whole model; only in the report that follows a checkpoint. */
  readonly measured?: Readonly<Record<string, number>>;
  /** Every value since the last report, by name; `from` counts the steps before the first of them. */
  readonly from: number;
  readonly values: Readonly<Record<string, Float32Array>>;
  /** Of the last step made. */
  readonly learningRate: number;
  readonly msPerStep: number;
  readonly secondsLeft: number;
  /** Bytes that the plan holds on the executor, where it knows. */
  readonly memory?: number;
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

/** What a report says besides the curve, asked when it is made. */
export interface CurveFacts {
  /** After so many steps: the rate of the last of them. */
  readonly learningRate: (made: number) => number;
  readonly memory: () => number | undefined;
}

/**
 * Keeps a value a step and name, (steps - from) of each, and reports what is new to `onProgress`.
 *
 * @param steps the last step, counted from 1
 * @param from steps that were made before
 */
export function createCurve(
  step: LearningStep,
  steps: number,
  from: number,
  facts: CurveFacts,
  onProgress?: (progress: TrainingProgress) => void,
): CurveKeeper {
  const { watched, losses, ring } = step;
  const total = watched.indexOf('total');
  const rows = createRows(watched.length, steps - from);
  const measured: Measured[] = [];
  let held: Readonly<Record<string, number>> = {};
  /** Rows that were reported. */
  let told = 0;
  const pace = createPace();
  const columns = (start: number) => Object.fromEntries(watched.map((name, i) => [name, rows.column(i, start)]));
  const report = (made: number, now?: Readonly<Record<string, number>>) => {
    const last = rows.length - 1;
    const entries = last < 0 ? [] : watched.map((name, i): [string, number] => [name, rows.at(last, i)]);
    const isLoss = ([name]: [string, number]) => losses.includes(name);
    const msPerStep = pace.perStep();
    const memory = facts.memory();
    onProgress?.({
      step: made,
      of: steps,
      losses: Object.fromEntries(entries.filter(isLoss)),
      metrics: { ...Object.fromEntries(entries.filter((entry) => !isLoss(entry))), ...held },
      ...(now ? { measured: now } : {}),
      from: from + told,
      values: columns(told),
      learningRate: facts.learningRate(made),
      msPerStep,
      secondsLeft: (msPerStep * (steps - made)) / 1000,
      ...(memory === undefined ? {} : { memory }),
    });
    told = rows.length;
  };
  return {
    add: (made, { data }, passes) => {
      pace.made(made - from - rows.length);
      for (let at = from + rows.length; at < made; at++) {
        rows.add(data, (at % ring) * watched.length);
        if (passes(rows.at(rows.length - 1, total))) continue;
        report(at + 1);
        return false;
      }
      report(made);
      return true;
    },
    measure: (at, values) => {
      measured.push({ step: at, values });
      held = values;
      report(at, values);
      pace.skip();
    },
    rest: () => pace.skip(),
    last: () => ({
      step: from + rows.length,
      loss: rows.length === 0 ? Number.NaN : rows.at(rows.length - 1, total),
    }),
    goBackTo: (made) => {
      rows.cut(Math.max(0, made - from));
      told = Math.min(told, rows.length);
      while ((measured.at(-1)?.step ?? 0) > made) measured.pop();
    },
    finish: () => ({ from, values: columns(0), measured, msPerStep: pace.mean() }),
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
