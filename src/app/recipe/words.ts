/** A recipe in words: the tag of a side, the name of a run, the value of the station. Sentences with menus are views. */
import type { Grain, SideRecipe } from './recipe.ts';
import { groupSize, keepsAll, rounds } from './recipe.ts';

/**
 * "4 bits, groups of 32"
 * @param width bits a weight of the network as it came, where it is known
 */
export function titleOf(recipe: SideRecipe, width?: number): string {
  if (keepsAll(recipe)) return `Original, ${widthWords(width)}`;
  if (recipe.bits === 32) return `Original but for ${countExceptions(recipe)}`;
  if (recipe.bits === 16) return `16-bit floats${exceptionWords(recipe)}`;
  return `${recipe.bits} bits, ${grainWords(recipe.grain)}${activationWords(recipe)}${exceptionWords(recipe)}`;
}

/** "int4 g32" */
export function shortTitleOf(recipe: SideRecipe): string {
  if (keepsAll(recipe)) return 'Original';
  if (recipe.bits === 32) return 'Mixed';
  if (recipe.bits === 16) return 'fp16';
  const grain = { tensor: ' tensor', channel: '' }[recipe.grain as string] ?? ` ${recipe.grain}`;
  const activations = recipe.activations === 'none' ? '' : recipe.activations === 'dynamic' ? ' a8' : ' a8 static';
  const marks = `${recipe.symmetric ? '' : ' asym'}${recipe.keepEnds ? ' ends' : ''}`;
  const exceptions = Object.keys(recipe.exceptions).length > 0 ? ' mixed' : '';
  return `int${recipe.bits}${grain}${marks}${activations}${exceptions}`;
}

/** "groups of 32", "per channel", "per tensor" */
export function grainWords(grain: Grain): string {
  return groupSize(grain) > 0 ? `groups of ${groupSize(grain)}` : `per ${grain}`;
}

/** "int4, groups of 32": for the station, where "4 bits" would not say of what. */
export function stationWords(recipe: SideRecipe): string {
  return rounds(recipe) ? `int${recipe.bits}, ${grainWords(recipe.grain)}` : titleOf(recipe);
}

/** "32-bit floats", "as it came" where widths are mixed or already rounded. */
export function widthWords(width: number | undefined): string {
  const float = [32, 16].find((bits) => width !== undefined && Math.abs(width - bits) < 0.25);
  return float === undefined ? 'as it came' : `${float}-bit floats`;
}

// ---------------------------------------------------------------------------------------------------------------------

function activationWords({ activations }: SideRecipe): string {
  if (activations === 'none') return '';
  return activations === 'dynamic' ? ', 8-bit activations' : ', 8-bit static activations';
}

function exceptionWords(recipe: SideRecipe): string {
  const count = Object.keys(recipe.exceptions).length;
  return count === 0 ? '' : `, ${countExceptions(recipe)}`;
}

function countExceptions({ exceptions }: SideRecipe): string {
  const count = Object.keys(exceptions).length;
  return count === 1 ? 'one layer' : `${count} layers`;
}
