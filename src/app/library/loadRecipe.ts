/** Makes a side what a recipe from elsewhere says; a recipe that no sentence can say is run, and its network becomes B. */
import { t } from '../messages/t.ts';
import { sideRecipeOf } from '../recipe/fromScript.ts';
import { ORIGINAL } from '../recipe/recipe.ts';
import type { Studio } from '../store/context.tsx';
import { baseOf } from '../store/subject.ts';
import type { SideName } from '../store/types.ts';

/**
 * @param made the id of a model that the recipe has made already, which is then not made again
 * @throws DecantError when the recipe must be run and cannot be
 */
export async function loadRecipe(
  studio: Studio,
  side: SideName,
  recipe: unknown,
  name: string,
  made?: string,
): Promise<void> {
  const { engine, store } = studio;
  const state = store.getState();
  const { base } = state.sides[side];
  const words = sideRecipeOf(recipe, baseOf(state, base)?.model.layers ?? []);
  if (words) {
    state.setSide(side, { base, recipe: words });
    state.announce(t('{side} has the recipe of {name}.', { side: side.toUpperCase(), name }));
    return;
  }
  const [main] = state.bases;
  if (!main) return;
  if (made === undefined) state.announce(t('The recipe of {name} is run, since no side can say it.', { name }));
  const data = state.opened ? { data: state.opened.data.id } : {};
  const request = made === undefined ? { model: main.model.id, ...data, recipe } : { model: made, recipe: AS_IT_IS };
  const { model } = await engine.decant.run(request);
  store.getState().setBases([main, { key: model.id, model: { ...model, name } }]);
  store.getState().setSide('b', { base: model.id, recipe: ORIGINAL });
}

// ---------------------------------------------------------------------------------------------------------------------

const AS_IT_IS = { version: 1, steps: [] };
