/** A recipe in the language asked for. */
import { DecantError } from '../../core/errors.ts';
import type { Recipe } from '../../recipes/schema.ts';
import { parseRecipe } from '../../recipes/schema.ts';
import type { LayerSummary } from '../api.ts';
import type { CodeFile, CodeRequest } from '../apiResults.ts';
import { javascriptProgram } from './codeJavascript.ts';
import { pythonProgram } from './codePython.ts';

/**
 * @param layers those of the model that the recipe is for: targets then name weights, which keep the names of the file,
 * as nodes do not always
 * @throws RecipeError `recipe/invalid` when the recipe is not valid
 * @throws DecantError `studio/request` when the language is none of python, javascript, json
 */
export function recipeCode(
  { recipe: given, language, file }: CodeRequest,
  layers: readonly LayerSummary[] = [],
): CodeFile {
  const recipe = byWeight(parseRecipe(given), layers);
  switch (language) {
    case 'python':
      return pythonProgram(recipe, file ?? 'model.onnx');
    case 'javascript':
      return javascriptProgram(recipe, file ?? 'sample:digits');
    case 'json':
      return { name: 'recipe.json', text: `${JSON.stringify(recipe, null, 2)}\n`, differences: [] };
    default:
      language satisfies never;
      throw new DecantError(
        'studio/request',
        `language is ${JSON.stringify(language)}; it is "python", "javascript" or "json".`,
      );
  }
}

// ---------------------------------------------------------------------------------------------

function byWeight(recipe: Recipe, layers: readonly LayerSummary[]): Recipe {
  const weights = new Map(layers.map(({ node, parameter }) => [node, parameter]));
  const rename = (names: readonly string[]) => names.map((name) => weights.get(name) ?? name);
  const steps = recipe.steps.map((step) => ({
    ...step,
    ...('targets' in step && step.targets ? { targets: rename(step.targets) } : {}),
    ...('ignore' in step && step.ignore ? { ignore: rename(step.ignore) } : {}),
  }));
  return { ...recipe, steps };
}
