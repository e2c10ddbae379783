/** Between what a map is measured with and what side B's recipe says: the words of rounding, single widths, allocations. */
import type { Allocation, LayerBits, Rounding, SensitivityCell } from '../../../studio/api.ts';
import type { Bits, SideRecipe } from '../../recipe/recipe.ts';
import { groupSize } from '../../recipe/recipe.ts';

/** How a recipe rounds, whatever its width: what a map is measured with. */
export function roundingOf({ grain, symmetric, clip }: SideRecipe): Rounding {
  const scales = grain === 'tensor' || grain === 'channel' ? { strategy: grain } : groupsOf(grain);
  return { ...scales, symmetric, clip };
}

/** The recipe with a layer at a width of its own; with the same width again it has none. */
export function withLayerBits(recipe: SideRecipe, node: string, bits: Bits): SideRecipe {
  const { [node]: before, ...others } = recipe.exceptions;
  return { ...recipe, exceptions: before === bits ? others : { ...others, [node]: bits } };
}

/** The recipe that a cell of the map "all but one" stands for: one layer as it came, the others at the cell's width. */
export function withAllBut(recipe: SideRecipe, { node, bits }: Pick<SensitivityCell, 'node' | 'bits'>): SideRecipe {
  return { ...withAll(recipe, bits), exceptions: { [node]: 32 } };
}

/** The recipe with every layer at one width. */
export function withAll(recipe: SideRecipe, bits: Bits): SideRecipe {
  return { ...recipe, bits, exceptions: {}, cuts: {}, keepEnds: false, activations: 'none' };
}

/** The recipe that gives each layer its allotted width: the most frequent one is the rule, the others are exceptions. */
export function withAllocation(recipe: SideRecipe, { bits: allotted }: Pick<Allocation, 'bits'>): SideRecipe {
  const widths = Object.values(allotted);
  const rule = mostFrequent(widths) ?? 32;
  const exceptions = Object.entries(allotted).filter(([, bits]) => bits !== rule);
  return { ...withAll(recipe, rule), exceptions: Object.fromEntries(exceptions) };
}

/** The width that a recipe gives a layer. */
export function bitsIn(recipe: SideRecipe, node: string): Bits {
  return recipe.exceptions[node] ?? recipe.bits;
}

/** "conv1 8, fc1 3" */
export function allocationWords({ bits }: Pick<Allocation, 'bits'>): string {
  return Object.entries(bits)
    .map(([node, width]) => `${node} ${width}`)
    .join(', ');
}

// ---------------------------------------------------------------------------------------------------------------------

function groupsOf(grain: Exclude<SideRecipe['grain'], 'tensor' | 'channel'>): Pick<Rounding, 'strategy' | 'groupSize'> {
  const size = groupSize(grain);
  const known = ([16, 32, 64, 128] as const).find((one) => one === size);
  return { strategy: 'group', groupSize: known ?? 32 };
}

function mostFrequent(widths: readonly LayerBits[]): LayerBits | undefined {
  const counts = new Map<LayerBits, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
