/**
 * A chain of stages as the page edits it: the steps of a recipe, as plain JSON, so that every field that a recipe may
 * have stays, also those that no menu shows. Nothing here runs; the engine checks what a chain says.
 */
import type { ScriptRecipe } from '../recipe/script.ts';
import { checkpointEvery, integerWeights, studentOf } from '../training/setup.ts';

/** A stage: `{ kind: 'prune', … }` (docs/scripting.md). */
export type Step = Readonly<Record<string, unknown>>;

export type Chain = readonly Step[];

export const KINDS = ['prune', 'distill', 'train', 'qat', 'adaround', 'lora', 'quantize'] as const;

export type Kind = (typeof KINDS)[number];

/** Steps of a stage that learns anew, and of one that only settles. */
const usual = 300;
const settling = 150;

/** The recipe that the engine reads. */
export const recipeOf = (chain: Chain, name = nameOf(chain)): ScriptRecipe & { readonly name: string } => ({
  version: 1,
  name,
  steps: chain,
});

/** The stages of a recipe; undefined for what is none at all. What it says inside is for the engine to judge. */
export function chainOf(recipe: unknown): Chain | undefined {
  const steps = isObject(recipe) ? recipe.steps : undefined;
  return Array.isArray(steps) && steps.every(isObject) ? steps : undefined;
}

/** What a run of the chain is called: "prune → distill → qat". */
const nameOf = (chain: Chain): string => chain.map(({ kind }) => String(kind)).join(' → ');

export const kindOf = ({ kind }: Step): Kind | undefined => KINDS.find((one) => one === kind);

/** A stage as it begins when it is added. */
export function newStep(kind: Kind): Step {
  switch (kind) {
    case 'prune':
      return { kind, method: 'structured', sparsity: 0.5 };
    case 'distill':
      return { kind, teacher: 'original', loss: soft(), ...learning(usual) };
    case 'train':
      return { kind, ...learning(usual) };
    case 'qat':
      return { kind, weights: integerWeights(4), exempt: ['first', 'last'], ...learning(settling, 0.001) };
    case 'adaround':
      return { kind, weights: integerWeights(4), steps: settling, batch: 64, biasCorrection: true };
    case 'lora':
      return { kind, rank: 4, init: 'correction', ...learning(settling, 0.001) };
    case 'quantize':
      return { kind, method: 'rtn', weights: integerWeights(8) };
    default:
      return kind satisfies never;
  }
}

/** The chain with a stage moved by so many places; the same chain where there is no such place. */
export function moved(chain: Chain, index: number, by: number): Chain {
  const [step, to] = [chain[index], index + by];
  if (!step || to < 0 || to >= chain.length) return chain;
  const rest = chain.filter((_, i) => i !== index);
  return [...rest.slice(0, to), step, ...rest.slice(to)];
}

export const without = (chain: Chain, index: number): Chain => chain.filter((_, i) => i !== index);

export const replaced = (chain: Chain, index: number, step: Step): Chain =>
  chain.map((own, i) => (i === index ? step : own));

/** The value at a path of a stage. */
export function valueAt(step: Step, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), step);
}

/** The stage with another value at a path; undefined takes the field away. */
export function withValue(step: Step, [key = '', ...rest]: readonly string[], value: unknown): Step {
  const { [key]: inner, ...others } = step;
  if (rest.length > 0) return { ...step, [key]: withValue(isObject(inner) ? inner : {}, rest, value) };
  return value === undefined ? others : { ...step, [key]: value };
}

/** Chains to begin with, by a short name; the first is what the page shows. */
export const READY_CHAINS: Readonly<Record<'whole' | 'student' | 'mend' | 'sparse', Chain>> = {
  whole: [newStep('prune'), newStep('distill'), newStep('qat'), newStep('quantize')],
  student: [
    { ...newStep('distill'), student: studentOf({ student: 'quarter', depth: 'all' }), ...learning(600, 0.004) },
    { ...newStep('quantize'), weights: integerWeights(4) },
  ],
  mend: [{ ...newStep('quantize'), weights: integerWeights(3) }, newStep('lora')],
  sparse: [
    {
      kind: 'prune',
      method: 'magnitude',
      sparsity: 0.8,
      gradual: { every: 15, teacher: 'original', loss: soft(), ...learning(300) },
    },
    newStep('quantize'),
  ],
};

// ---------------------------------------------------------------------------------------------------------------------

function soft(): Step {
  return { kind: 'logit', divergence: 'forward', temperature: 4, alpha: 0.9 };
}

function learning(steps: number, learningRate = 0.002): Step {
  return {
    optimizer: { kind: 'adamw', learningRate, schedule: 'cosine' },
    steps,
    batch: 64,
    checkpointEvery: checkpointEvery(steps),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
