/** Keeps the URL hash and the store in step: a link opens what it was copied from. */
import { readHash, writeHash } from '../recipe/hash.ts';
import type { AppState, AppStore } from '../store/appStore.ts';
import type { ViewName } from '../store/types.ts';

const VIEW_NAMES: readonly ViewName[] = ['samples', 'histogram', 'layers', 'sensitivity', 'compare', 'speed'];

/** What a link carries. */
const LINKED = ['sides', 'view', 'layer', 'lesson', 'page'] as const;

/** The store's initial state as a hash asks for it. */
export function stateFromHash(hash: string, defaults: Pick<AppState, 'sides'>): Partial<AppState> {
  const { a, b, view, layer, lesson = null, page = 1 } = readHash(hash);
  const known = VIEW_NAMES.find((name) => name === view);
  return {
    sides: {
      a: a ? { base: null, recipe: a } : defaults.sides.a,
      b: b ? { base: null, recipe: b } : defaults.sides.b,
    },
    ...(known ? { view: known } : {}),
    ...(layer === undefined ? {} : { layer }),
    lesson,
    page,
    prepared: b !== undefined,
  };
}

/** Writes the hash after each change, and reads it when the person goes back or pastes another. */
export function keepHash(store: AppStore): void {
  let written = location.hash;
  store.subscribe((state, before) => {
    if (LINKED.every((key) => state[key] === before[key])) return;
    const { sides, view, layer, lesson, page } = state;
    written = writeHash(location.hash, { a: sides.a.recipe, b: sides.b.recipe, view, layer, lesson, page });
    history.replaceState(null, '', written);
  });
  window.addEventListener('hashchange', () => {
    if (location.hash === written) return;
    written = location.hash;
    store.setState(stateFromHash(location.hash, store.getState()));
  });
}
