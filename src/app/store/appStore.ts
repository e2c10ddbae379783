/** The store: state without React. Views read it through `useApp`, controllers in `engine/` write results into it. */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { MachineSlice } from './machine.ts';
import { createMachineSlice } from './machine.ts';
import type { RecipeSlice } from './recipes.ts';
import { createRecipeSlice } from './recipes.ts';
import type { ResultSlice } from './results.ts';
import { createResultSlice } from './results.ts';
import type { Subject } from './subject.ts';
import { createSubjectSlice } from './subject.ts';
import type { ViewSlice } from './view.ts';
import { createViewSlice } from './view.ts';

export type AppState = Subject & RecipeSlice & ResultSlice & MachineSlice & ViewSlice;

export type AppStore = StoreApi<AppState>;

export type SetState = AppStore['setState'];
export type GetState = AppStore['getState'];

export function createAppStore(initial: Partial<AppState> = {}): AppStore {
  return createStore<AppState>()((set, get) => ({
    ...createSubjectSlice(set),
    ...createRecipeSlice(set, get),
    ...createResultSlice(set, get),
    ...createMachineSlice(set),
    ...createViewSlice(set, get),
    ...initial,
  }));
}
