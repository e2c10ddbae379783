/** Kept runs as the stage shows them: the state, the curve and the words that a record holds. Pure. */
import type { TrainingRecord } from '../../studio/api.ts';
import type { Curve } from './curve.ts';
import { createCurve } from './curve.ts';
import type { Axis } from './reports.ts';
import { settingsAfter, settingsOf, shownCheckpoints, shownMarks } from './reports.ts';
import type { TrainingSetup } from './setup.ts';
import { hasTemperature } from './setup.ts';
import type { TrainingState } from './state.ts';

/** Whether a kept run will not go on by itself. */
export const isOver = ({ status }: TrainingRecord): boolean => status !== 'running' && status !== 'paused';

/** What runs of a few steps are called, which are made to be looked at and then forgotten. */
export const PASSING = { trial: 'trial', oneStep: 'one step' } as const;

/** Whether a run was made to be forgotten; a reload may have come in between. */
export const isPassing = ({ name }: TrainingRecord): boolean => name === PASSING.trial || name === PASSING.oneStep;

/** What is known of a record, as the page shows runs. */
export function keptState(axis: Axis, record: TrainingRecord, asked: TrainingSetup): Partial<TrainingState> {
  const began = settingsOf(asked);
  const marks = shownMarks(axis, record.marks, began);
  const start = axis.starts.get(record.stage) ?? 0;
  return {
    name: record.name,
    marks,
    checkpoints: shownCheckpoints(axis, record.checkpoints),
    settings: settingsAfter(began, marks, Number.POSITIVE_INFINITY),
    step: start + record.step,
    of: Math.max(axis.of, start + record.of),
    curveVersion: 1,
  };
}

/** The first values of a curve, for a branch that shares them. */
export function copyOf(curve: Curve, length: number): Curve {
  const copy = createCurve();
  for (const name of curve.names) {
    const values = curve.get(name)?.values.slice(0, length);
    if (values) copy.add(curve.from, { [name]: values });
  }
  return copy;
}

/** The curve of a record: each point is the mean of a stretch, and stands for all of it. */
export function thinned(axis: Axis, { curve, stage }: TrainingRecord): Curve {
  const start = axis.starts.get(stage) ?? 0;
  const whole = createCurve();
  for (const [name, points] of Object.entries(curve.values)) {
    const values = points.flatMap((value) => Array.from({ length: curve.every }, () => value));
    whole.add(start + curve.from, { [name]: values });
  }
  return whole;
}

/** What a record's recipe says of loss and rate, for the rulers. */
export function readSetup({ recipe, seed }: TrainingRecord): Partial<TrainingSetup> {
  const steps: unknown = typeof recipe === 'object' && recipe !== null && 'steps' in recipe ? recipe.steps : [];
  const [first] = Array.isArray(steps) ? steps : [];
  const { loss, optimizer, kind, teacher } = (first ?? {}) as Readonly<Record<string, Partial<TrainingSetup>>>;
  const form = String(kind) === 'train' ? 'train' : String(kind) === 'qat' ? (teacher ? 'qad' : 'qat') : 'distill';
  const { temperature, alpha } = loss ?? {};
  const learningRate = optimizer?.learningRate;
  return {
    form,
    seed,
    ...(temperature !== undefined && hasTemperature({ form, loss: 'logit' }) ? { temperature } : {}),
    ...(alpha === undefined ? {} : { alpha }),
    ...(learningRate === undefined ? {} : { learningRate }),
  };
}
