/** The kept runs as the list shows them: which are of what is open, what they would load, how they stand to the baseline. Pure. */
import type { Interval, KeptRun, Receipt } from '../../studio/api.ts';
import { accuracyChange, noDifference, sizeChange } from '../format/changes.ts';
import { sideRecipeOf } from '../recipe/fromScript.ts';
import type { AppState } from '../store/appStore.ts';
import { NO_DATA, wantedKey } from '../store/results.ts';
import type { Base, SideSpec } from '../store/types.ts';

export interface Row {
  readonly run: KeptRun;
  readonly name: string;
  /** What it makes a side be; null where a side cannot say it. */
  readonly spec: SideSpec | null;
  /** The key of the side's result, where it is of what is open. */
  readonly key: string | null;
  readonly quality: Interval | null;
  /** Against the pinned run: "2.1 times smaller, 0.9 points lower". */
  readonly change: string | null;
}

/** Subjects (model and data by content) by the keys that the page has for them. */
export type Subjects = Readonly<Record<string, string>>;

/** Names the model and the data of a receipt. */
export const subjectOf = ({ model, data }: Receipt): string =>
  `${model.sha256} ${JSON.stringify(model.input ?? null)} ${data?.sha256 ?? 'none'}`;

/** Names what a base is measured on, as the page knows it. */
export const pageKey = (base: string, state: Pick<AppState, 'opened'>): string =>
  `${base}|${state.opened?.key ?? NO_DATA}`;

/** Runs of what is open, largest first, so that the levels fall; and all others, newest first. */
export function rowsOf(
  runs: readonly KeptRun[],
  subjects: Subjects,
  state: Pick<AppState, 'bases' | 'opened'>,
): { readonly here: readonly Row[]; readonly elsewhere: readonly Row[] } {
  const there = runs.filter(({ discarded }) => discarded === undefined);
  const withBase = there.map((run) => ({ run, base: baseOfRun(run, subjects, state) }));
  const here = withBase.filter(({ base }) => base !== undefined);
  const others = withBase.filter(({ base }) => base === undefined);
  return {
    here: here
      .map(({ run, base }) => rowOf(run, base, there, state))
      .toSorted((a, b) => b.run.receipt.metrics.size.bytes - a.run.receipt.metrics.size.bytes),
    elsewhere: others.map(({ run }) => rowOf(run, undefined, there, state)),
  };
}

/** The rows whose words hold every word of the search. */
export function matching(rows: readonly Row[], search: string): readonly Row[] {
  const words = search.toLowerCase().split(/\s+/);
  return rows.filter(({ run, name }) => {
    const { model, data, provenance } = run.receipt;
    const text = [name, run.title, model.name, data?.name, provenance.device, provenance.when].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

const qualityOf = ({ receipt }: KeptRun): Interval | null =>
  receipt.metrics.accuracy ?? receipt.metrics.agreement ?? null;

// ---------------------------------------------------------------------------------------------------------------------

function rowOf(
  run: KeptRun,
  base: Base | undefined,
  all: readonly KeptRun[],
  state: Pick<AppState, 'bases' | 'opened'>,
): Row {
  const layers = (base ?? state.bases[0])?.model.layers ?? [];
  const recipe = sideRecipeOf(run.receipt.recipe, layers);
  const spec = recipe && { base: base === undefined || base === state.bases[0] ? null : base.key, recipe };
  return {
    run,
    name: run.name ?? run.title,
    spec,
    key: (base && spec && wantedKey(state, spec)) ?? null,
    quality: qualityOf(run),
    change: changeOf(run, all),
  };
}

function baseOfRun(run: KeptRun, subjects: Subjects, state: Pick<AppState, 'bases' | 'opened'>): Base | undefined {
  const subject = subjectOf(run.receipt);
  return state.bases.find(({ key }) => subjects[pageKey(key, state)] === subject);
}

function changeOf(run: KeptRun, all: readonly KeptRun[]): string | null {
  const subject = subjectOf(run.receipt);
  const pinned = all.find((other) => other.pinned && subjectOf(other.receipt) === subject);
  if (!pinned || pinned.id === run.id) return null;
  const size = sizeChange(run.receipt.metrics.size.bytes, pinned.receipt.metrics.size.bytes);
  const [own, other] = [run.receipt.metrics.accuracy, pinned.receipt.metrics.accuracy];
  if (!own || !other) return size;
  // Two runs without their answers cannot be paired: only what lies outside of both intervals is called a difference.
  const difference = {
    value: own.value - other.value,
    low: own.low - other.high,
    high: own.high - other.low,
    n: own.n,
  };
  const quality = accuracyChange(difference);
  return quality === noDifference() ? size : `${size}, ${quality}`;
}
