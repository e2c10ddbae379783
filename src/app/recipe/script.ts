/**
 * A side's recipe as the engine reads it (docs/scripting.md): a version and a list of steps. Which layers are the first
 * and the last is resolved here, so that the JSON names nodes and means the same elsewhere.
 */
import type { LayerSummary } from '../../studio/api.ts';
import type { Cut } from './cuts.ts';
import type { Bits, SideRecipe } from './recipe.ts';
import { groupSize, keepsAll, mayQuantizeActivations } from './recipe.ts';

/** Samples that calibrate static activations. */
const CALIBRATION_SAMPLES = 256;

export interface ScriptRecipe {
  readonly version: 1;
  readonly steps: readonly Readonly<Record<string, unknown>>[];
}

/**
 * The engine's recipe, or null where nothing changes.
 * @param layers the weights of the network that it is for, in graph order
 */
export function scriptOf(recipe: SideRecipe, layers: readonly LayerSummary[]): ScriptRecipe | null {
  if (keepsAll(recipe)) return null;
  const exceptions = Object.entries(recipe.exceptions);
  const kept = new Set(recipe.keepEnds ? endsOf(layers) : []);
  const cut = Object.entries(recipe.cuts).filter(([node]) => (recipe.exceptions[node] ?? recipe.bits) <= 8);
  for (const [node] of [...exceptions, ...cut]) kept.add(node);
  const apart = exceptions.filter(([node]) => !cut.some(([other]) => other === node));
  const steps = [
    ...stepFor(recipe, recipe.bits, { ignore: [...kept] }),
    ...widthsOf(apart).flatMap((bits) => stepFor(recipe, bits, { targets: nodesAt(apart, bits) })),
    ...cut.flatMap(([node, range]) =>
      stepFor(recipe, recipe.exceptions[node] ?? recipe.bits, { targets: [node], range }),
    ),
  ];
  return steps.length > 0 ? { version: 1, steps } : null;
}

/** A text that is the same for recipes that do the same. */
export function keyOf(recipe: ScriptRecipe | null): string {
  return recipe === null ? 'original' : JSON.stringify(recipe);
}

/** The engine's `weights` for integer codes. */
function weightsOf({ grain, symmetric, clip }: SideRecipe, bits: Bits, range?: Cut): Readonly<Record<string, unknown>> {
  const size = groupSize(grain);
  const strategy = size > 0 ? { strategy: 'group', groupSize: size } : { strategy: grain };
  return { bits, ...strategy, symmetric, ...(range ? { clip: 'range', range } : { clip }) };
}

// ---------------------------------------------------------------------------------------------------------------------

function stepFor(
  recipe: SideRecipe,
  bits: Bits,
  scope: { targets?: readonly string[]; ignore?: readonly string[]; range?: Cut },
): Readonly<Record<string, unknown>>[] {
  const where = {
    ...(recipe.again ? { requantize: true } : {}),
    ...(scope.targets ? { targets: scope.targets } : {}),
    ...(scope.ignore?.length ? { ignore: scope.ignore } : {}),
  };
  if (bits === 32) return [];
  if (bits === 16) return [{ kind: 'quantize', weights: { bits }, ...where }];
  const weights = weightsOf(recipe, bits, scope.range);
  return [{ kind: 'quantize', method: 'rtn', weights, ...activationsOf(recipe, bits), ...where }];
}

function activationsOf(recipe: SideRecipe, bits: Bits): Readonly<Record<string, unknown>> {
  const { activations } = recipe;
  if (activations === 'none' || !mayQuantizeActivations({ ...recipe, bits })) return {};
  if (activations === 'dynamic') return { activations: { bits: 8, mode: 'dynamic' } };
  const observer = activations === 'average' ? 'moving-average' : activations;
  return { activations: { bits: 8, mode: 'static', observer, samples: CALIBRATION_SAMPLES } };
}

function endsOf(layers: readonly LayerSummary[]): string[] {
  const ends = [layers[0], layers[layers.length - 1]];
  return ends.flatMap((layer) => (layer ? [layer.node] : []));
}

function widthsOf(exceptions: readonly (readonly [string, Bits])[]): Bits[] {
  return [...new Set(exceptions.map(([, bits]) => bits))];
}

function nodesAt(exceptions: readonly (readonly [string, Bits])[], bits: Bits): string[] {
  return exceptions.filter(([, own]) => own === bits).map(([node]) => node);
}
