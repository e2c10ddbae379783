/**
 * Folds what a run tells into what the page shows: steps of all stages on one axis, marks with the value before, the
 * held-out measurements of checkpoints. Pure.
 */
import type { CheckpointSummary, TrainingMark, TrainingRecord, TrainingReport } from '../../studio/api.ts';
import type { TrainingSetup } from './setup.ts';
import { hasTemperature, recipeOf } from './setup.ts';
import type { SettingName, Settings, ShownCheckpoint, ShownMark, TrainingState } from './state.ts';
import { hasTeacher } from './teaching.ts';

/** Where each stage of a pipeline begins on the common axis, by its number in the recipe. */
export interface Axis {
  readonly starts: ReadonlyMap<number, number>;
  /** Steps of each of a stage's networks, where it trains several: assistants and the student. */
  readonly each: ReadonlyMap<number, number>;
  /** Steps in all. */
  readonly of: number;
}

/** The axis of a recipe: steps that train, one after the other. */
export function axisOf(recipe: unknown): Axis {
  const steps = isObject(recipe) && Array.isArray(recipe.steps) ? recipe.steps : [];
  const starts = new Map<number, number>();
  const each = new Map<number, number>();
  let of = 0;
  for (const [i, step] of steps.entries()) {
    const own = trainingSteps(step);
    if (own === 0) continue;
    starts.set(i, of);
    each.set(i, own);
    of += own * (1 + assistantsIn(step));
  }
  return { starts, each, of };
}

/** Where a network of a stage begins on the common axis. */
export function startOf({ starts, each }: Axis, stage = 0, part = 0): number {
  return (starts.get(stage) ?? 0) + part * (each.get(stage) ?? 0);
}

/** Where the network that a record's curve and steps are of began: a run that is over counts one stage more. */
export function startOfRecord(axis: Axis, { stage, part }: Pick<TrainingRecord, 'stage' | 'part'>): number {
  const trained = [...axis.starts.keys()].filter((one) => one <= stage).at(-1);
  return startOf(axis, trained, part);
}

/** What a report changes, beside the curve. */
export function foldReport(axis: Axis, report: Partial<TrainingReport>): Partial<TrainingState> {
  const { stage = 0, step = 0 } = report;
  const start = startOf(axis, stage, report.part);
  return {
    stage,
    step: start + step,
    of: Math.max(axis.of, start + (report.of ?? 0)),
    ...pick(report, 'run'),
    ...pick(report, 'losses'),
    ...pick(report, 'metrics'),
    ...pick(report, 'msPerStep'),
    ...pick(report, 'secondsLeft'),
    ...pick(report, 'memoryBytes'),
    ...pick(report, 'executor'),
  };
}

/** Checkpoints on the common axis, in order. */
export function shownCheckpoints(axis: Axis, checkpoints: readonly CheckpointSummary[]): ShownCheckpoint[] {
  return checkpoints
    .map((checkpoint) => ({ ...checkpoint, at: startOf(axis, checkpoint.stage, checkpoint.part) + checkpoint.step }))
    .sort((a, b) => a.at - b.at);
}

/** Marks of a record on the common axis, each with the value that it changed. */
export function shownMarks(axis: Axis, marks: readonly TrainingMark[], began: Settings): readonly ShownMark[] {
  const now: Record<string, number | undefined> = { ...began };
  return marks.reduce<readonly ShownMark[]>((shown, { stage, part, step, name, value }) => {
    const from = now[name];
    now[name] = value;
    const at = startOf(axis, stage, part) + step;
    return withMark(shown, { at, name, to: value, ...(from === undefined ? {} : { from }) }, axis.of);
  }, []);
}

/** The marks with one more: a ruler that is drawn along leaves one mark, not one at each of its stops. */
export function withMark(marks: readonly ShownMark[], mark: ShownMark, of: number): readonly ShownMark[] {
  const before = marks.at(-1);
  const joins = before?.name === mark.name && mark.at - before.at <= of * ONE_STROKE;
  if (!before || !joins) return [...marks, mark];
  return [...marks.slice(0, -1), { ...before, to: mark.to }];
}

/** What can be changed while such a run goes, with its value at the start. */
export function settingsOf(setup: TrainingSetup): Settings {
  if (setup.form === 'adaround') return {};
  return {
    learningRate: setup.learningRate,
    ...(hasTemperature(setup) ? { temperature: setup.temperature } : {}),
    ...(hasTeacher(setup) ? { alpha: setup.alpha } : {}),
  };
}

/** The values in force after marks. */
export function settingsAfter(began: Settings, marks: readonly ShownMark[], at: number): Settings {
  const now: Partial<Record<SettingName, number>> = { ...began };
  for (const mark of marks) if (mark.at <= at && isSetting(mark.name)) now[mark.name] = mark.to;
  return now;
}

/** Steps of a setup's run in all. */
export const stepsOf = (setup: TrainingSetup): number => axisOf(recipeOf(setup)).of;

// ---------------------------------------------------------------------------------------------------------------------

/** Share of the run within which changes of one setting are one stroke. */
const ONE_STROKE = 0.02;

type Plain = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Plain => typeof value === 'object' && value !== null;

const isSetting = (name: string): name is SettingName => ['learningRate', 'temperature', 'alpha'].includes(name);

/** AdaRound counts its own steps layer by layer and reports none. */
function trainingSteps(step: unknown): number {
  if (!isObject(step) || step.kind === 'adaround') return 0;
  const { steps } = isObject(step.gradual) ? step.gradual : step;
  return typeof steps === 'number' ? steps : 0;
}

const assistantsIn = (step: unknown): number =>
  isObject(step) && Array.isArray(step.assistants) ? step.assistants.length : 0;

function pick<K extends keyof TrainingReport & keyof TrainingState>(
  report: Partial<TrainingReport>,
  key: K,
): Partial<TrainingState> {
  return report[key] === undefined ? {} : { [key]: report[key] };
}
