/** A recipe in words: the tag of a side, the name of a run, the value of the station. Sentences with menus are views. */
import { t, tn } from '../messages/t.ts';
import type { Grain, SideRecipe } from './recipe.ts';
import { groupSize, keepsAll, layersApart, rounds } from './recipe.ts';

/**
 * "4 bits, groups of 32"
 * @param width bits a weight of the network as it came, where it is known
 */
export function titleOf(recipe: SideRecipe, width?: number): string {
  if (keepsAll(recipe)) return t('Original, {width}', { width: widthWords(width) });
  if (recipe.bits === 32) return t('Original but for {layers}', { layers: countExceptions(recipe) });
  if (recipe.bits === 16) return t('16-bit floats') + exceptionWords(recipe);
  return `${t('{bits} bits', { bits: recipe.bits })}, ${grainWords(recipe.grain)}${activationWords(recipe)}${exceptionWords(recipe)}`;
}

/** "int4 g32" */
export function shortTitleOf(recipe: SideRecipe): string {
  if (keepsAll(recipe)) return 'Original';
  if (recipe.bits === 32) return 'Mixed';
  if (recipe.bits === 16) return 'fp16';
  const grain = { tensor: ' tensor', channel: '' }[recipe.grain as string] ?? ` ${recipe.grain}`;
  const activations = recipe.activations === 'none' ? '' : recipe.activations === 'dynamic' ? ' a8' : ' a8 static';
  const marks = `${recipe.symmetric ? '' : ' asym'}${recipe.keepEnds ? ' ends' : ''}`;
  const exceptions =
    Object.keys(recipe.exceptions).length > 0 ? ' mixed' : layersApart(recipe) > 0 ? ' cut by hand' : '';
  return `int${recipe.bits}${grain}${marks}${activations}${exceptions}`;
}

/** "groups of 32", "per channel", "per tensor" */
export function grainWords(grain: Grain): string {
  if (groupSize(grain) > 0) return t('groups of {size}', { size: groupSize(grain) });
  return grain === 'tensor' ? t('per tensor') : t('per channel');
}

/** "int4, groups of 32": for the station, where "4 bits" would not say of what. */
export function stationWords(recipe: SideRecipe): string {
  return rounds(recipe) ? `int${recipe.bits}, ${grainWords(recipe.grain)}` : titleOf(recipe);
}

/** "32-bit floats", "as it came" where widths are mixed or already rounded. */
function widthWords(width: number | undefined): string {
  const float = [32, 16].find((bits) => width !== undefined && Math.abs(width - bits) < 0.25);
  return float === undefined ? t('as it came') : t('{bits}-bit floats', { bits: float });
}

// ---------------------------------------------------------------------------------------------------------------------

function activationWords({ activations }: SideRecipe): string {
  if (activations === 'none') return '';
  return activations === 'dynamic' ? t(', 8-bit activations') : t(', 8-bit static activations');
}

function exceptionWords(recipe: SideRecipe): string {
  const count = layersApart(recipe);
  return count === 0 ? '' : `, ${countExceptions(recipe)}`;
}

function countExceptions(recipe: SideRecipe): string {
  const count = layersApart(recipe);
  return tn(count, 'one layer', '{count} layers');
}
