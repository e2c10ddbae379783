/**
 * The recipe inside a text: a recipe as JSON, a receipt, or a program that Decant wrote. Nothing is executed: JSON is cut
 * out by its mark and parsed.
 */
import { RecipeError } from '../../core/errors.ts';
import type { Recipe } from '../../recipes/schema.ts';
import { parseRecipe } from '../../recipes/schema.ts';

/** Stands before the recipe in a comment of a Python program. */
export const recipeMark = 'decant-recipe:';

/** Characters of a text that are read; a recipe takes a few thousand. */
const mostCharacters = 2 ** 20;

/**
 * @throws RecipeError `recipe/unreadable` when there is no recipe in the text
 * @throws RecipeError `recipe/invalid` when there is one, but it is not valid
 */
export function recipeIn(text: string): Recipe {
  const own = text.slice(0, mostCharacters);
  const found = fromJson(own) ?? fromMark(own) ?? fromProgram(own);
  if (found !== undefined) return parseRecipe(found);
  throw new RecipeError(
    'recipe/unreadable',
    'There is no recipe in this text. Paste a recipe as JSON, a receipt, or a program that Decant exported.',
  );
}

// ---------------------------------------------------------------------------------------------

/** The recipe itself, or the `recipe` of a receipt or record. */
function fromJson(text: string): unknown {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) return undefined;
  if ('steps' in value) return value;
  return 'recipe' in value ? (value.recipe ?? undefined) : undefined;
}

function fromMark(text: string): unknown {
  const line = text.split('\n').find((candidate) => candidate.includes(recipeMark));
  return line === undefined ? undefined : parsed(line.slice(line.indexOf(recipeMark) + recipeMark.length));
}

/** `const recipe = { ... };`, as JSON. */
function fromProgram(text: string): unknown {
  const start = text.search(/\brecipe\s*=\s*\{/);
  if (start < 0) return undefined;
  const from = text.indexOf('{', start);
  const to = endOfObject(text, from);
  return to < 0 ? undefined : parsed(text.slice(from, to));
}

/** One past the brace that closes the object, strings skipped; -1 when none does. */
function endOfObject(text: string, from: number): number {
  let [depth, quoted] = [0, false];
  for (let i = from; i < text.length; i++) {
    if (quoted && text[i] === '\\') i++;
    else if (text[i] === '"') quoted = !quoted;
    else if (!quoted && text[i] === '{') depth++;
    else if (!quoted && text[i] === '}' && --depth === 0) return i + 1;
  }
  return -1;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
