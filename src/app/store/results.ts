/** The last good result of each side, and the runs of this session. A result is kept until a newer one is there. */

import { ORIGINAL } from '../recipe/recipe.ts';
import { keyOf, scriptOf } from '../recipe/script.ts';
import { shortTitleOf } from '../recipe/words.ts';
import type { AppState, GetState, SetState } from './appStore.ts';
import { baseOf } from './subject.ts';
import type { RunEntry, SideName, SideResult, SideSpec, Trust } from './types.ts';

export interface ResultSlice {
  readonly results: Readonly<Record<SideName, SideResult | null>>;
  readonly runs: readonly RunEntry[];
  showResults(results: Partial<Record<SideName, SideResult | null>>): void;
  addRun(spec: SideSpec, result: SideResult): void;
  clearRuns(): void;
}

export function createResultSlice(set: SetState, get: GetState): ResultSlice {
  return {
    results: { a: null, b: null },
    runs: [],
    showResults: (results) => set({ results: { ...get().results, ...results } }),
    addRun: (spec, result) => set({ runs: withRun(get().runs, runOf(spec, result)) }),
    clearRuns: () => set({ runs: [] }),
  };
}

/** Ends the key of a result that was measured without data. */
export const NO_DATA = 'no data';

/** What a side's result would have to be measured for; undefined before a network is known. */
export function wantedKey(state: Pick<AppState, 'bases' | 'opened'>, spec: SideSpec): string | undefined {
  const base = baseOf(state, spec.base);
  if (!base) return undefined;
  return [base.key, keyOf(scriptOf(spec.recipe, base.model.layers)), state.opened?.key ?? NO_DATA].join('|');
}

/** How far the shown result of a side can be trusted now. */
export function trustOf(state: AppState, side: SideName): Trust {
  const result = state.results[side];
  if (!result || result.key !== wantedKey(state, state.sides[side])) return 'stale';
  const sameBaseline = result.trust === 'recorded' || result.against === wantedBaseline(state, side);
  return sameBaseline ? result.trust : 'stale';
}

/** Key of what changes of a side are to be counted against, null where that is the side itself. */
export function wantedBaseline(state: AppState, side: SideName): string | null {
  const own = wantedKey(state, state.sides[side]);
  const other = state.baseline === 'a' ? wantedKey(state, state.sides.a) : wantedKey(state, UNTOUCHED);
  return other === undefined || other === own ? null : other;
}

const UNTOUCHED: SideSpec = { base: null, recipe: ORIGINAL };

// ---------------------------------------------------------------------------------------------------------------------

function runOf(spec: SideSpec, result: SideResult): RunEntry {
  const { quality, size } = result.measurement;
  return {
    key: result.key,
    spec,
    name: result.fileName ?? shortTitleOf(spec.recipe),
    bytes: size.bytes,
    quality: quality.accuracy?.value ?? quality.agreement?.value ?? null,
    trust: result.trust,
  };
}

/** The list with a run replaced where it was, or added; largest first, so that the levels fall from top to bottom. */
function withRun(runs: readonly RunEntry[], run: RunEntry): RunEntry[] {
  return [...runs.filter(({ key }) => key !== run.key), run].sort((a, b) => b.bytes - a.bytes);
}
