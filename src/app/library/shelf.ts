/**
 * The page's side of what is kept: keeps each result as soon as it is live, lists what is kept, hears of other tabs. One
 * for each engine, made when the list of runs is first shown.
 */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { Decant, KeepRequest, KeptChange, KeptRun } from '../../studio/api.ts';
import type { Engine } from '../engine/engine.ts';
import { told } from '../messages/tell.ts';
import { ORIGINAL } from '../recipe/recipe.ts';
import { shortTitleOf } from '../recipe/words.ts';
import type { AppState, AppStore } from '../store/appStore.ts';
import type { Studio } from '../store/context.tsx';
import { wantedKey } from '../store/results.ts';
import { baseOf } from '../store/subject.ts';
import type { SideName, SideResult } from '../store/types.ts';
import { askToPersist } from './persist.ts';
import type { Subjects } from './rows.ts';
import { pageKey, subjectOf } from './rows.ts';

export interface LibraryState {
  /** Null until they have been read. */
  readonly runs: readonly KeptRun[] | null;
  readonly subjects: Subjects;
  /** Keys of results of this page that are kept, and ids of their runs. */
  readonly kept: Readonly<Record<string, string>>;
  /** The run that was deleted last, while that can be undone. */
  readonly undo: KeptRun | null;
  /** Why something could not be kept, as a sentence. */
  readonly failed: string | null;
}

export interface Shelf {
  readonly state: StoreApi<LibraryState>;
  refresh(): Promise<void>;
  /** Changes what a person says of a run: an explicit save, with which the browser is asked to keep things for good. */
  change(run: KeptRun, change: KeptChange): Promise<void>;
  discard(run: KeptRun): Promise<void>;
  undo(): Promise<void>;
  dismiss(): void;
  keepWeights(run: KeptRun, model: string): Promise<void>;
}

const shelves = new WeakMap<Engine, Shelf>();

export function shelfOf({ engine, store }: Studio): Shelf {
  const shelf = shelves.get(engine) ?? createShelf(engine.decant, store);
  shelves.set(engine, shelf);
  return shelf;
}

// ---------------------------------------------------------------------------------------------------------------------

const SIDES: readonly SideName[] = ['a', 'b'];

/** Errors of a result that cannot be named: its network was closed meanwhile, or came from no file. */
const UNNAMED = ['studio/receipt', 'studio/unknown-id'];

function createShelf(decant: Decant, store: AppStore): Shelf {
  const state = createStore<LibraryState>()(() => ({ runs: null, subjects: {}, kept: {}, undo: null, failed: null }));
  const fail = (thrown: unknown): void => state.setState({ failed: told(thrown) });
  const refresh = async (): Promise<void> => {
    await decant.kept().then((runs) => state.setState({ runs }), fail);
  };
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    state.setState({ failed: null });
    await work().catch(fail);
    await refresh();
  };
  keepResults(decant, store, state, fail);
  decant.subscribe(({ kind }) => {
    if (kind === 'library') void refresh();
  });
  void refresh();
  return {
    state,
    refresh,
    change: (run, change) => {
      void askToPersist();
      return attempt(() => decant.changeKept(run.id, change));
    },
    discard: (run) =>
      attempt(async () => state.setState({ undo: await decant.changeKept(run.id, { discarded: true }) })),
    undo: () =>
      attempt(async () => {
        const { undo } = state.getState();
        state.setState({ undo: null });
        if (undo) await decant.changeKept(undo.id, { discarded: false });
      }),
    dismiss: () => state.setState({ undo: null, failed: null }),
    keepWeights: (run, model) => {
      void askToPersist();
      return attempt(() => decant.keepWeights(run.id, model));
    },
  };
}

/** Keeps what is live now and each result that becomes so, once. */
function keepResults(
  decant: Decant,
  store: AppStore,
  state: StoreApi<LibraryState>,
  fail: (thrown: unknown) => void,
): void {
  const asked = new Set<string>();
  const keep = (side: SideName): void => {
    const app = store.getState();
    const result = app.results[side];
    const base = baseOf(app, app.sides[side].base)?.key ?? '';
    const request = result && !isPassing(base) ? requestFor(app, result) : null;
    if (!result || !request) return;
    const name = `${result.key}|${result.against}|${request.measurement.provenance.when}`;
    if (asked.has(name)) return;
    asked.add(name);
    const page = pageKey(base, app);
    decant.keep(request).then(
      (run) =>
        state.setState(({ subjects, kept }) => ({
          subjects: { ...subjects, [page]: subjectOf(run.receipt) },
          kept: { ...kept, [result.key]: run.id },
        })),
      (thrown) => {
        if (!UNNAMED.includes(codeOf(thrown))) fail(thrown);
      },
    );
  };
  for (const side of SIDES) keep(side);
  store.subscribe(({ results }, before) => {
    for (const side of SIDES) if (results[side] !== before.results[side]) keep(side);
  });
}

/** Checkpoints that are only looked at are kept with their training run, not here. */
const isPassing = (base: string): boolean => /^training:.*:step/.test(base);

/** Only what was measured here, on all samples, and is the side's own. */
function requestFor(app: AppState, result: SideResult): KeepRequest | null {
  const { measurement, modelId, trust, against, recipe, fileName } = result;
  if (trust !== 'live' || modelId === null || measurement.provenance.seconds === 0) return null;
  const original = app.bases[0]?.model.id;
  const isOriginal = against === wantedKey(app, { base: null, recipe: ORIGINAL });
  const baseline = against === null ? undefined : isOriginal ? original : 'another';
  const { opened } = app;
  return {
    model: modelId,
    measurement,
    title: fileName ?? shortTitleOf(recipe),
    ...(opened ? { data: opened.data.id } : {}),
    ...(measurement.speed ? { batch: measurement.speed.batch } : {}),
    ...(baseline === undefined ? {} : { baseline }),
  };
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}
