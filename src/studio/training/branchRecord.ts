/** The record of a run that branches from a checkpoint of another, and the copy of what it goes on from. */
import { DecantError } from '../../core/errors.ts';
import type { Recipe } from '../../recipes/schema.ts';
import type { CheckpointStore } from '../../training/checkpoint.ts';
import { checkpointName } from '../../training/checkpoint.ts';
import type { BranchChanges, CheckpointSummary, TrainingMark } from '../api.ts';
import type { StoredTraining } from './records.ts';
import type { RunFolder } from './runFolder.ts';

/**
 * @param step of a checkpoint; 0 begins the stage anew
 * @throws DecantError `training/checkpoint` when there is no whole checkpoint after that step
 */
export async function branchRecord(
  run: string,
  parent: StoredTraining,
  step: number,
  changes: BranchChanges,
  folder: RunFolder,
  files: CheckpointStore,
): Promise<StoredTraining> {
  const summary = step === 0 ? undefined : findCheckpoint(parent, step, changes);
  const last = parent.checkpoints.at(-1)?.stage ?? Math.min(parent.stage, parent.recipe.steps.length - 1);
  const place = { step: summary?.stage ?? changes.stage ?? last, part: summary?.part ?? changes.part ?? 0 };
  if (summary) await folder.checkpoint(place, step);
  const before = ({ stage, step: at }: TrainingMark) => stage < place.step || (stage === place.step && at <= step);
  await folder.copyTo(files, place, checkpointName(step));
  const recipe = changes.steps === undefined ? parent.recipe : withSteps(parent.recipe, place.step, changes.steps);
  const of = changes.steps ?? parent.of;
  const other = step > 0 && of !== parent.of ? otherSchedule(step, parent.of, of) : parent.otherSchedule;
  return {
    ...parent,
    run,
    name: changes.name ?? parent.name,
    recipe,
    parent: { run: parent.run, step },
    status: 'running',
    why: undefined,
    notes: [],
    when: new Date().toISOString(),
    stage: place.step,
    step,
    of,
    marks: parent.marks.filter(before),
    checkpoints: summary ? [summary] : [],
    stages: parent.stages.slice(0, place.step),
    reports: parent.reports.slice(0, place.step),
    ended: parent.ended?.filter(
      ({ stage, part = 0 }) => stage < place.step || (stage === place.step && part < place.part),
    ),
    ...(other ? { otherSchedule: other } : {}),
    curve: { from: step, every: 1, values: {} },
  };
}

/** @throws DecantError `training/checkpoint` naming the steps that there are */
export function findCheckpoint(
  { run, checkpoints }: Pick<StoredTraining, 'run' | 'checkpoints'>,
  step: number,
  { stage, part }: { readonly stage?: number; readonly part?: number },
): CheckpointSummary {
  const fits = (summary: CheckpointSummary) =>
    summary.step === step &&
    (stage === undefined || summary.stage === stage) &&
    (part === undefined || (summary.part ?? 0) === part);
  const found = checkpoints.findLast(fits);
  if (found) return found;
  const have = checkpoints.map((summary) => summary.step);
  throw new DecantError(
    'training/checkpoint',
    `There is no checkpoint after step ${step}; there are ${have.join(', ') || 'none'}.`,
    { run, step, have },
  );
}

// ---------------------------------------------------------------------------------------------

const otherSchedule = (step: number, before: number, now: number): string =>
  `It branched after step ${step} from a run of ${before} steps and made ${now}: its first steps had another schedule than the recipe says.`;

function withSteps(recipe: Recipe, stage: number, steps: number): Recipe {
  const changed = recipe.steps.map((own, index) => {
    if (index !== stage || own.kind === 'quantize') return own;
    if (own.kind !== 'prune') return { ...own, steps };
    return own.method === 'magnitude' && own.gradual ? { ...own, gradual: { ...own.gradual, steps } } : own;
  });
  return { ...recipe, steps: changed };
}
