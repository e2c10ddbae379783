/** What running a recipe needs, in one module that is loaded with the first recipe: the page opens without. */
export { runRecipe } from '../recipes/runRecipe.ts';
export { parseRecipe } from '../recipes/schema.ts';
export { stepReport } from './stepReport.ts';
