/** Kept runs as the stage shows them: the state, the curve and the words that a record holds. Pure. */
import type { TrainingRecord } from '../../studio/api.ts';
import type { Curve } from './curve.ts';
import { createCurve } from './curve.ts';
import type { Axis } from './reports.ts';
import { settingsAfter, settingsOf, shownCheckpoints, shownMarks, startOfRecord } from './reports.ts';
import type { Divergence, Feature, Form, Loss, OptimizerKind, ScheduleKind, Student, TrainingSetup } from './setup.ts';
import { hasTemperature, studentOf } from './setup.ts';
import type { TrainingState } from './state.ts';
import { readTeaching } from './teaching.ts';

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
  const start = startOfRecord(axis, record);
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
export function thinned(axis: Axis, record: TrainingRecord): Curve {
  const { curve } = record;
  const start = startOfRecord(axis, record);
  const whole = createCurve();
  for (const [name, points] of Object.entries(curve.values)) {
    const values = points.flatMap((value) => Array.from({ length: curve.every }, () => value));
    whole.add(start + curve.from, { [name]: values });
  }
  return whole;
}

/** What a record's recipe says of its first step that trains: for the rulers, and for steps that are looked at slowly. */
export function readSetup({ recipe, seed }: TrainingRecord): Partial<TrainingSetup> {
  const steps: unknown = isPlain(recipe) ? recipe.steps : [];
  const first: unknown = Array.isArray(steps) ? steps.find((step) => isPlain(step) && step.kind !== 'quantize') : null;
  if (!isPlain(first)) return { seed };
  const fields = isPlain(first.gradual) ? first.gradual : first;
  const all = Array.isArray(steps) ? steps.filter(isPlain) : [];
  const form = formOf(first, all.length > 1 ? all.at(-1)?.kind : undefined);
  const loss = isPlain(fields.loss) ? fields.loss : NO_LOSS;
  const optimizer = isPlain(fields.optimizer) ? fields.optimizer : {};
  const hot = hasTemperature({ form, loss: 'logit' });
  return {
    form,
    seed,
    ...studentIn(first.student ?? first.model),
    ...(loss === NO_LOSS ? {} : readTeaching(all, fields)),
    ...known('loss', LOSSES, loss.kind),
    ...known('divergence', DIVERGENCES, loss.divergence),
    ...known('feature', FEATURES, loss.method),
    ...number('steps', fields.steps),
    ...number('batch', fields.batch),
    ...number('alpha', loss.alpha),
    ...number('learningRate', optimizer.learningRate),
    ...(hot ? number('temperature', loss.temperature) : {}),
    ...known('schedule', SCHEDULES, optimizer.schedule),
    ...known('optimizer', OPTIMIZERS, optimizer.kind),
  };
}

// ---------------------------------------------------------------------------------------------------------------------

const NO_LOSS: Readonly<Record<string, unknown>> = {};
const SCHEDULES: readonly ScheduleKind[] = ['cosine', 'linear', 'constant', 'one-cycle'];
const OPTIMIZERS: readonly OptimizerKind[] = ['adamw', 'adam', 'sgd', 'lion'];

const LOSSES: readonly Loss[] = ['logit', 'feature', 'response'];
const DIVERGENCES: readonly Divergence[] = ['forward', 'reverse', 'js', 'mse', 'dist', 'decoupled'];
const FEATURES: readonly Feature[] = ['hint', 'cosine', 'attention', 'relational'];
const STUDENTS: readonly Student[] = ['half', 'third', 'quarter', 'eighth', 'rank', 'same', 'mlp', 'cnn'];

/** The words that stand for a student, whatever the order of its fields. */
function studentIn(spec: unknown): Partial<TrainingSetup> {
  if (!isPlain(spec)) return {};
  const text = (one: Readonly<Record<string, unknown>>) => JSON.stringify(Object.entries(one).sort());
  const all = STUDENTS.flatMap((student) => (['all', 'half'] as const).map((depth) => ({ student, depth })));
  return all.find((words) => text(studentOf(words)) === text(spec)) ?? {};
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param next kind of the second step */
function formOf({ kind, teacher }: Readonly<Record<string, unknown>>, next: unknown): Form {
  if (kind === 'distill' && next === 'quantize') return 'distill-quantize';
  if (kind === 'distill' && next === 'qat') return 'distill-qat';
  if (kind === 'qat') return teacher === undefined ? 'qat' : 'qad';
  return kind === 'train' || kind === 'lora' || kind === 'adaround' || kind === 'prune' ? kind : 'distill';
}

function number<K extends string>(key: K, value: unknown): Partial<Record<K, number>> {
  return typeof value === 'number' ? ({ [key]: value } as Record<K, number>) : {};
}

function known<K extends string, T extends string>(
  key: K,
  values: readonly T[],
  value: unknown,
): Partial<Record<K, T>> {
  const found = values.find((one) => one === value);
  return found === undefined ? {} : ({ [key]: found } as Record<K, T>);
}
