/** Facts of training for lessons, from what the page knows of its runs. Apart from `facts.ts`: it has no trainer in it. */
import { recipeOf } from '../training/setup.ts';
import type { TrainingState } from '../training/state.ts';
import type { TrainingFacts } from './facts.ts';

export function trainingFactsOf(state: TrainingState): TrainingFacts {
  const { setup, phase, asked, metrics, recording, records } = state;
  const ended = phase === 'done' ? asked : null;
  return {
    temperature: setup.temperature,
    ended,
    right: ended ? (metrics.heldOut ?? null) : null,
    alike: ended ? (metrics.agreement ?? null) : null,
    trust: recording ? 'recorded' : 'live',
    student: (form) => {
      if (ended?.form === form) return metrics.heldOut ?? null;
      const wanted = makes(onlyStep(recipeOf({ ...setup, form })));
      const record = records.findLast((one) => one.status === 'done' && makes(onlyStep(one.recipe)) === wanted);
      return record?.checkpoints.at(-1)?.metrics.heldOut ?? null;
    },
  };
}

// ---------------------------------------------------------------------------------------------------------------------

type Step = Readonly<Record<string, unknown>>;

/** The only step of a recipe; undefined for pipelines, which are compared with nothing here. */
function onlyStep(recipe: unknown): Step | undefined {
  if (typeof recipe !== 'object' || recipe === null || !('steps' in recipe) || !Array.isArray(recipe.steps)) return;
  const [step, ...more]: readonly Step[] = recipe.steps;
  return more.length === 0 ? step : undefined;
}

/** The kind of a step and the network that it makes. */
function makes(step: Step | undefined): string {
  return JSON.stringify([step?.kind, step?.student ?? step?.model]);
}
