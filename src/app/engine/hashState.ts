/** Keeps the URL hash and the store in step: a link opens what it was copied from. */

import { isNewer, readHash, writeHash } from '../recipe/hash.ts';
import type { AppState, AppStore } from '../store/appStore.ts';
import type { ViewName } from '../store/types.ts';
import { readFlags } from '../teach/flags.ts';

const VIEW_NAMES: readonly ViewName[] = [
  'samples',
  'histogram',
  'layers',
  'sensitivity',
  'confusion',
  'compare',
  'distill',
  'speed',
];

/** What a link carries. */
const LINKED = [
  'sides',
  'view',
  'layer',
  'lesson',
  'page',
  'split',
  'baseline',
  'filter',
  'only',
  'sample',
  'choices',
  'budget',
] as const;

/** What a drag changes. */
const DRAGGED: ReadonlySet<string> = new Set(['split', 'choices']);

/** How the page is where a whole link does not say otherwise. */
const UNSAID = {
  view: 'samples',
  layer: null,
  split: 0.5,
  baseline: 'a',
  filter: 'all',
  only: null,
  sample: null,
  choices: {},
  budget: null,
} as const satisfies Partial<AppState>;

/** A drag writes the hash once it rests: browsers refuse to change it hundreds of times. */
const REST_MS = 200;

/** The store's initial state as a hash asks for it. */
export function stateFromHash(hash: string, defaults: Pick<AppState, 'sides'>): Partial<AppState> {
  const { a, b, view, layer, lesson = null, page = 1, split, baseline, filter, budget, ...chosen } = readHash(hash);
  const { only, sample, choices } = chosen;
  const wanted = view ?? new URLSearchParams(hash.slice(1)).get('embed');
  const known = VIEW_NAMES.find((name) => name === wanted);
  return {
    ...(a && b ? UNSAID : {}),
    sides: {
      a: a ? { base: null, recipe: a } : defaults.sides.a,
      b: b ? { base: null, recipe: b } : defaults.sides.b,
    },
    ...(known ? { view: known } : {}),
    ...(layer === undefined ? {} : { layer }),
    ...(split === undefined ? {} : { split }),
    ...(baseline === 'original' ? { baseline } : {}),
    ...(filter === 'flips' || filter === 'unsure' ? { filter } : {}),
    ...(only ? { only } : {}),
    ...(sample === undefined ? {} : { sample }),
    ...(choices ? { choices } : {}),
    ...(budget ? { budget } : {}),
    lesson,
    page,
    prepared: b !== undefined,
    ...(/[#&]pipe=/.test(hash) ? { panel: 'pipeline' as const } : {}),
    flags: readFlags(hash),
  };
}

/** The hash with everything that a link can pack laid open; what cannot be read becomes a state of trouble. */
export async function openHash(store: AppStore, hash: string): Promise<string> {
  if (!/[#&](?:z|receipt)=/.test(hash) && !isNewer(hash)) return hash;
  return (await import('../library/openLink.ts')).openLink(store, hash);
}

/** Writes the hash after each change, and reads it when the person goes back or pastes another. */
export function keepHash(store: AppStore): void {
  let written = location.hash;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    clearTimeout(timer);
    const { sides, ...looked } = store.getState();
    const [a, b] = [sides.a.recipe, sides.b.recipe];
    const second = (['a', 'b'] as const).filter((side) => sides[side].base !== null).join('');
    written = writeHash(location.hash, { ...looked, a, b, second });
    history.replaceState(null, '', written);
  };
  store.subscribe((state, before) => {
    const changed = LINKED.filter((key) => state[key] !== before[key]);
    if (changed.some((key) => !DRAGGED.has(key))) return write();
    clearTimeout(changed.length > 0 ? timer : undefined);
    if (changed.length > 0) timer = setTimeout(write, REST_MS);
  });
  window.addEventListener('hashchange', () => {
    if (location.hash === written) return;
    void openHash(store, location.hash).then((hash) => {
      written = hash;
      store.setState(stateFromHash(hash, store.getState()));
    });
  });
}
