/** The two recipes, with undo and redo of every change to them. */
import type { SideRecipe } from '../recipe/recipe.ts';
import { ORIGINAL, ROUNDED } from '../recipe/recipe.ts';
import type { GetState, SetState } from './appStore.ts';
import type { Baseline, SideName, SideSpec } from './types.ts';

export type Sides = Readonly<Record<SideName, SideSpec>>;

export interface RecipeSlice {
  readonly sides: Sides;
  readonly baseline: Baseline;
  readonly past: readonly Sides[];
  readonly future: readonly Sides[];
  /** Changes some words of a side's recipe. */
  changeRecipe(side: SideName, change: Partial<SideRecipe>): void;
  setSide(side: SideName, spec: SideSpec): void;
  copyAToB(): void;
  swapSides(): void;
  undo(): void;
  redo(): void;
  setBaseline(baseline: Baseline): void;
}

/** Changes that can be undone. */
const LONGEST_PAST = 100;

export function createRecipeSlice(set: SetState, get: GetState): RecipeSlice {
  const change = (sides: Sides): void => {
    const { sides: before, past } = get();
    set({ sides, past: [...past, before].slice(-LONGEST_PAST), future: [] });
  };
  return {
    sides: { a: { base: null, recipe: ORIGINAL }, b: { base: null, recipe: ROUNDED } },
    baseline: 'a',
    past: [],
    future: [],
    changeRecipe: (side, words) => {
      const { sides } = get();
      const spec = sides[side];
      change({ ...sides, [side]: { ...spec, recipe: { ...spec.recipe, ...words } } });
    },
    setSide: (side, spec) => change({ ...get().sides, [side]: spec }),
    copyAToB: () => change({ a: get().sides.a, b: get().sides.a }),
    swapSides: () => change({ a: get().sides.b, b: get().sides.a }),
    undo: () => {
      const { sides, past, future } = get();
      const before = past[past.length - 1];
      if (before) set({ sides: before, past: past.slice(0, -1), future: [sides, ...future] });
    },
    redo: () => {
      const { sides, past, future } = get();
      const [after, ...rest] = future;
      if (after) set({ sides: after, past: [...past, sides], future: rest });
    },
    setBaseline: (baseline) => set({ baseline }),
  };
}
