/**
 * What a recipe is: JSON, version 1, a list of steps. Checked by a schema that runs without generated code, so that
 * the page's security policy holds. A recipe that is not valid is refused with the path of the offending field.
 */
import * as z from 'zod/mini';
import { RecipeError } from '../core/errors.ts';
import { integerWeights, selection, staticActivations } from './schemaParts.ts';
import type { PruneStep, TaughtFields } from './schemaTraining.ts';
import { adaroundStep, distillStep, loraStep, pruneStep, qatStep, trainStep } from './schemaTraining.ts';
import { messageFor, mostTelling, pathText } from './schemaWords.ts';

const halfWeights = z.strictObject({ bits: z.literal(16) });

const dynamicActivations = z.strictObject({ bits: z._default(z.literal(8), 8), mode: z.literal('dynamic') });

const quantizeStep = z.strictObject({
  kind: z.literal('quantize'),
  method: z._default(z.literal('rtn'), 'rtn'),
  weights: z.optional(z.discriminatedUnion('bits', [integerWeights, halfWeights])),
  activations: z.optional(z.discriminatedUnion('mode', [dynamicActivations, staticActivations])),
  ...selection,
  requantize: z.optional(z.boolean()),
});

/** Every kind of step; a new method is a row here and in `steps.ts`. */
const step = z.discriminatedUnion('kind', [
  quantizeStep,
  trainStep,
  distillStep,
  qatStep,
  adaroundStep,
  loraStep,
  pruneStep,
]);

const recipe = z.strictObject({
  version: z.literal(1),
  name: z.optional(z.string()),
  steps: z.array(step).check(z.maxLength(64)),
});

export type QuantizeStep = z.infer<typeof quantizeStep>;
type IntegerWeights = z.infer<typeof integerWeights>;
export type RecipeStep = z.infer<typeof step>;
export type Recipe = z.infer<typeof recipe>;

/**
 * Checks a recipe and fills in what was left out.
 *
 * @throws RecipeError `recipe/invalid` with the path of the first offending field in message and `data.path`
 */
export function parseRecipe(value: unknown): Recipe {
  const result = recipe.safeParse(value, { error: messageFor });
  if (result.success) {
    result.data.steps.forEach(checkStep);
    return result.data;
  }
  const { path, message } = mostTelling(result.error.issues[0]);
  return refuse(pathText(path), message);
}

// ---------------------------------------------------------------------------------------------

/** What the schema cannot say: which fields belong together. */
function checkStep(own: RecipeStep, index: number): void {
  const path = `steps[${index}]`;
  switch (own.kind) {
    case 'quantize':
      if (!own.weights && !own.activations) refuse(path, 'gives neither weights nor activations; say what to quantize');
      if (own.weights && own.weights.bits !== 16) checkGroups(own.weights, path);
      return;
    case 'qat':
    case 'adaround':
      checkGroups(own.weights, path);
      if (own.kind === 'qat') checkTaught(own, path);
      return;
    case 'lora':
      checkTaught(own, path);
      return;
    case 'distill':
      checkCache(own, path);
      if (own.student === undefined && own.teacher === 'current')
        refuse(`${path}.teacher`, 'is "current", but without student the current model is the student; name another');
      return;
    case 'prune':
      if (own.method === 'magnitude') checkPattern(own, path);
      return;
    case 'train':
      return;
    default:
      own satisfies never;
  }
}

function checkGroups({ strategy, groupSize, clip, range }: IntegerWeights, path: string): void {
  if (clip === 'range' && range === undefined)
    refuse(`${path}.weights.range`, 'is missing; clip "range" needs where weights are cut off, as [low, high]');
  if (clip !== 'range' && range !== undefined)
    refuse(`${path}.weights.range`, `means nothing with clip "${clip}"; leave it out, or make the clip "range"`);
  if (strategy === 'group' && groupSize === undefined)
    refuse(`${path}.weights.groupSize`, 'is missing; strategy "group" needs 16, 32, 64 or 128');
  if (strategy !== 'group' && groupSize !== undefined)
    refuse(`${path}.weights.groupSize`, `means nothing with strategy "${strategy}"; leave it out`);
}

function checkTaught(own: TaughtFields, path: string): void {
  if (own.teacher === undefined && own.loss !== undefined)
    refuse(`${path}.loss`, 'needs a teacher; name one, or leave the loss out to learn from labels');
  checkCache(own, path);
}

/** Stored scores belong to the samples as they are, and hold nothing but scores. */
function checkCache({ cache, augment, loss }: TaughtFields, path: string): void {
  if (!cache) return;
  if (augment) refuse(`${path}.cache`, 'stores scores of samples as they are; leave augment out, or the cache');
  if (loss?.kind === 'feature')
    refuse(`${path}.cache`, 'stores scores, not features; take a logit loss, or leave the cache out');
}

function checkPattern({ pattern, sparsity, gradual }: Extract<PruneStep, { method: 'magnitude' }>, path: string): void {
  if (pattern === '2:4' && sparsity !== 0.5)
    refuse(`${path}.sparsity`, `is ${sparsity}, but pattern "2:4" makes it 0.5`);
  if (pattern === '2:4' && gradual) refuse(`${path}.gradual`, 'means nothing with pattern "2:4"; leave it out');
  if (gradual) checkTaught(gradual, `${path}.gradual`);
}

function refuse(path: string, message: string): never {
  throw new RecipeError('recipe/invalid', `${path} ${message}.`, { path });
}
