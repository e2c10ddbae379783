/**
 * Widths a layer as one recipe: a `quantize` step for each width, with the layers that get it as targets. No method of
 * its own: weights that one step has packed are left alone by the next, so the order of the steps does not matter.
 */
import type { PackedBits } from '../tensor/packed.ts';
import type { QuantizeStep, Recipe } from './schema.ts';

/** A layer by the names that `targets` takes. */
export interface NamedLayer {
  readonly node: string;
  readonly parameter: string;
  readonly operator: string;
}

/** The fields of `weights` but for the width. */
export type RoundingOptions = Omit<Extract<QuantizeStep['weights'], { bits: PackedBits }>, 'bits'>;

/** Width of one layer; 32 leaves it as it is. */
export type LayerWidth = PackedBits | 16 | 32;

/** Widest first, as the steps stand in the recipe. */
const widths = [16, 8, 7, 6, 5, 4, 3, 2] as const;

/**
 * @param layers every layer of the model, so that names can be told apart
 * @param bits width by node; layers that are not named stay as they are
 */
export function mixedRecipe(
  layers: readonly NamedLayer[],
  bits: Readonly<Record<string, LayerWidth>>,
  rounding: RoundingOptions,
  name?: string,
): Recipe {
  const steps = widths.flatMap((width): QuantizeStep[] => {
    const chosen = layers.filter(({ node }) => bits[node] === width);
    if (chosen.length === 0) return [];
    const targets = chosen.length === layers.length ? {} : { targets: chosen.map((layer) => nameOf(layer, layers)) };
    const weights = width === 16 ? { bits: width } : { bits: width, ...rounding };
    return [{ kind: 'quantize', method: 'rtn', weights, ...targets }];
  });
  return { version: 1, ...(name === undefined ? {} : { name }), steps };
}

// ---------------------------------------------------------------------------------------------

/** The node's name or the weight's, whichever means this layer alone. */
function nameOf(layer: NamedLayer, layers: readonly NamedLayer[]): string {
  const means = (name: string) =>
    layers.filter(({ node, parameter, operator }) => node === name || parameter === name || operator === name).length;
  return means(layer.node) > 1 && means(layer.parameter) === 1 ? layer.parameter : layer.node;
}
