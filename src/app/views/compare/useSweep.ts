/** The sweep of side B's network on the opened data: started, stopped, kept while the page is open. */

import type { SweepTable } from '../../../studio/api.ts';
import { studySubject } from '../../engine/studies.ts';
import { t } from '../../messages/t.ts';
import { tell } from '../../messages/tell.ts';
import type { SideRecipe } from '../../recipe/recipe.ts';
import { scriptOf } from '../../recipe/script.ts';
import { shortTitleOf } from '../../recipe/words.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import { baseOf } from '../../store/subject.ts';
import type { Study } from '../studyShelf.ts';
import { shelfHook, useStudy } from '../studyShelf.ts';
import { TWELVE } from './twelve.ts';

export interface Sweep {
  readonly study: Study<SweepTable, SweepTable>;
  /** The table, also while it fills; null before the first row. */
  readonly table: SweepTable | null;
  readonly ready: boolean;
  start(): void;
  stop(): void;
  /** Makes side B what a row was. */
  load(index: number): void;
}

const useShelf = shelfHook<SweepTable, SweepTable>();

export function useSweep(): Sweep {
  const shelf = useShelf();
  const { engine, store } = useStudio();
  const key = useApp(studySubject);
  const measuring = useApp((state) => state.phase === 'measuring' || state.phase === 'starting');
  const study = useStudy(shelf, key);
  const start = (): void => {
    if (key === null) return;
    const state = store.getState();
    const layers = baseOf(state, state.sides.b.base)?.model.layers ?? [];
    const recipes = TWELVE.map((recipe) => ({ label: shortTitleOf(recipe), recipe: scriptOf(recipe, layers) }));
    const running = shelf.run(key, (options) => engine.sweep(recipes, options));
    void running.then(({ result }) => result && store.getState().announce(tell(result.recommended.reason)));
  };
  const load = (index: number): void => {
    const recipe = TWELVE[index];
    const { sides, setSide, announce } = store.getState();
    if (!recipe) return;
    setSide('b', { ...sides.b, recipe });
    announce(t('B is {title}.', { title: shortTitleOf(recipe) }));
  };
  const table = study.result ?? study.found.at(-1) ?? null;
  return { study, table, ready: key !== null && !measuring, start, stop: shelf.stop, load };
}

/** The row of the sweep that side B's recipe is; undefined where it is none of them. */
export function rowOf(recipe: SideRecipe): number | undefined {
  const text = JSON.stringify(recipe);
  const index = TWELVE.findIndex((one) => JSON.stringify({ ...recipe, ...one }) === text);
  return index < 0 ? undefined : index;
}
