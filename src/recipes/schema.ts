/**
 * What a recipe is: JSON, version 1, a list of steps. Checked by a schema that runs without generated code, so that
 * the page's security policy holds. A recipe that is not valid is refused with the path of the offending field.
 */
import * as z from 'zod/mini';
import { RecipeError } from '../core/errors.ts';

z.config({ jitless: true });

const names = z.array(z.string().check(z.minLength(1)));

const integerWeights = z.strictObject({
  bits: z.literal([2, 3, 4, 5, 6, 7, 8]),
  strategy: z._default(z.enum(['tensor', 'channel', 'group']), 'channel'),
  groupSize: z.optional(z.literal([16, 32, 64, 128])),
  symmetric: z._default(z.boolean(), true),
  clip: z._default(z.enum(['minmax', 'percentile', 'mse']), 'minmax'),
  percentile: z.optional(z.number().check(z.minimum(50), z.maximum(100))),
});

const halfWeights = z.strictObject({ bits: z.literal(16) });

const dynamicActivations = z.strictObject({ bits: z._default(z.literal(8), 8), mode: z.literal('dynamic') });

const staticActivations = z.strictObject({
  bits: z._default(z.literal(8), 8),
  mode: z.literal('static'),
  symmetric: z.optional(z.boolean()),
  observer: z._default(z.enum(['minmax', 'moving-average', 'percentile', 'mse', 'entropy']), 'mse'),
  samples: z.optional(z.int().check(z.minimum(1), z.maximum(1_000_000))),
  percentile: z.optional(z.number().check(z.minimum(50), z.maximum(100))),
});

const quantizeStep = z.strictObject({
  kind: z.literal('quantize'),
  method: z._default(z.literal('rtn'), 'rtn'),
  weights: z.optional(z.discriminatedUnion('bits', [integerWeights, halfWeights])),
  activations: z.optional(z.discriminatedUnion('mode', [dynamicActivations, staticActivations])),
  targets: z.optional(names),
  ignore: z.optional(names),
  exempt: z.optional(z.array(z.enum(['first', 'last']))),
  requantize: z.optional(z.boolean()),
});

/** Every kind of step; a new method is a row here and in `steps.ts`. */
const step = z.discriminatedUnion('kind', [quantizeStep]);

const recipe = z.strictObject({
  version: z.literal(1),
  name: z.optional(z.string()),
  steps: z.array(step).check(z.maxLength(64)),
});

export type QuantizeStep = z.infer<typeof quantizeStep>;
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
  const [issue] = result.error.issues;
  return refuse(pathText(issue.path), issue.message);
}

// ---------------------------------------------------------------------------------------------

/** What the schema cannot say: which fields belong together. */
function checkStep(own: RecipeStep, index: number): void {
  if (!own.weights && !own.activations)
    refuse(`steps[${index}]`, 'gives neither weights nor activations; say what to quantize');
  const { weights } = own;
  if (weights?.bits === 16 || !weights) return;
  if (weights.strategy === 'group' && weights.groupSize === undefined)
    refuse(`steps[${index}].weights.groupSize`, 'is missing; strategy "group" needs 16, 32, 64 or 128');
  if (weights.strategy !== 'group' && weights.groupSize !== undefined)
    refuse(`steps[${index}].weights.groupSize`, `means nothing with strategy "${weights.strategy}"; leave it out`);
}

type RawIssue = Parameters<Exclude<NonNullable<Parameters<typeof recipe.safeParse>[1]>['error'], undefined>>[0];

/** One sentence part an issue, in the words of a person who writes JSON. */
function messageFor(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'is missing'
        : `is ${text(issue.input)}, but should be of type ${issue.expected}`;
    case 'invalid_value':
      return issue.input === undefined
        ? `is missing; it is ${listOf(issue.values)}`
        : `is ${text(issue.input)}, but should be ${listOf(issue.values)}`;
    case 'invalid_union':
      return `is ${text(discriminatorOf(issue))}, which is not one that Decant knows`;
    case 'unrecognized_keys':
      return `has the unknown ${issue.keys.length === 1 ? 'field' : 'fields'} ${listOf(issue.keys)}; correct or remove`;
    case 'too_small':
      return `is ${text(issue.input)}, but should be at least ${issue.minimum}`;
    case 'too_big':
      return `is ${text(issue.input)}, but should be at most ${issue.maximum}`;
    default:
      return `is ${text(issue.input)}, which does not fit`;
  }
}

/** The value that a union is chosen by: the issue's path ends on its key, its input is the object around. */
function discriminatorOf({ input, path }: RawIssue): unknown {
  const key = path?.at(-1);
  return typeof input === 'object' && input !== null && key !== undefined ? Reflect.get(input, key) : input;
}

function listOf(values: readonly unknown[]): string {
  const words = values.map((value) => JSON.stringify(value));
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}

const text = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 60);

/** ["steps", 0, "weights", "bits"] as "steps[0].weights.bits". */
function pathText(path: readonly PropertyKey[]): string {
  const parts = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return parts.join('').replace(/^\./, '') || 'recipe';
}

function refuse(path: string, message: string): never {
  throw new RecipeError('recipe/invalid', `${path} ${message}.`, { path });
}
