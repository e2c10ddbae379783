/** Which weights a quantization touches: targets, exceptions, first and last. */
import { RecipeError } from '../../core/errors.ts';
import type { Weight } from '../../graph/passes/weights.ts';
import type { Selection } from './options.ts';

export interface Selected {
  readonly chosen: readonly Weight[];
  /** Weights that were left by choice, and why, as a sentence part. */
  readonly left: readonly { readonly weight: Weight; readonly reason: string }[];
}

/** Why most weights stay in a step that names its targets; not worth telling a person who named them. */
export const notTargeted = 'it is not among the targets';

/** @throws RecipeError when a target or an exception names nothing in the graph, or is no regular expression */
export function selectWeights(weights: readonly Weight[], selection: Selection): Selected {
  const targets = selection.targets?.map((pattern) => matcher(pattern, weights, 'targets'));
  const ignore = (selection.ignore ?? []).map((pattern) => matcher(pattern, weights, 'ignore'));
  const chosen: Weight[] = [];
  const left: { weight: Weight; reason: string }[] = [];
  for (const [index, weight] of weights.entries()) {
    const reason = reasonToLeave(weight, index, weights.length, { targets, ignore, exempt: selection.exempt ?? [] });
    if (reason === undefined) chosen.push(weight);
    else left.push({ weight, reason });
  }
  return { chosen, left };
}

// ---------------------------------------------------------------------------------------------

type Matcher = (weight: Weight) => boolean;

interface Rules {
  readonly targets: readonly Matcher[] | undefined;
  readonly ignore: readonly Matcher[];
  readonly exempt: readonly ('first' | 'last')[];
}

function reasonToLeave(weight: Weight, index: number, count: number, rules: Rules): string | undefined {
  if (rules.targets && !rules.targets.some((matches) => matches(weight))) return notTargeted;
  if (rules.ignore.some((matches) => matches(weight))) return 'it is among the exceptions';
  if (index === 0 && rules.exempt.includes('first')) return 'the first layer is exempt';
  if (index === count - 1 && rules.exempt.includes('last')) return 'the last layer is exempt';
  return undefined;
}

function matcher(pattern: string, weights: readonly Weight[], field: 'targets' | 'ignore'): Matcher {
  const matches = pattern.startsWith('re:') ? byExpression(pattern, field) : byName(pattern);
  if (weights.length === 0 || weights.some(matches)) return matches;
  const names = weights.slice(0, 8).map(({ parameter }) => `"${parameter.name}"`);
  throw new RecipeError(
    'recipe/selection',
    `${field}: "${pattern}" is no node, weight or operator of this model; its weights are ${names.join(', ')}${weights.length > 8 ? ', …' : ''}.`,
    { path: field, pattern },
  );
}

function byName(name: string): Matcher {
  return ({ parameter, consumers }) =>
    parameter.name === name || consumers.some((node) => node.name === name || node.operator === name);
}

function byExpression(pattern: string, field: string): Matcher {
  try {
    const expression = new RegExp(pattern.slice(3));
    return ({ parameter, consumers }) =>
      expression.test(parameter.name) || consumers.some((node) => expression.test(node.name));
  } catch {
    throw new RecipeError(
      'recipe/selection',
      `${field}: "${pattern.slice(3)}" is not a regular expression; write a name, or correct the expression after "re:".`,
      { path: field, pattern },
    );
  }
}
