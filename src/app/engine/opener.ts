/** Opens networks and data, one at a time, and puts them where recipes and measurements find them. */
import type { DataSummary, Decant, InputAdaptation, MissingFiles, ModelSummary, Source } from '../../studio/api.ts';
import { t } from '../messages/t.ts';
import { readHash } from '../recipe/hash.ts';
import { ORIGINAL } from '../recipe/recipe.ts';
import { RECORDED } from '../recorded/schema.ts';
import type { Base, SideName } from '../store/types.ts';
import { isAbort } from './aborts.ts';
import { closeQuietly } from './compressor.ts';
import type { EngineContext } from './engine.ts';
import type { Evaluator } from './evaluator.ts';
import { lentFor } from './lent.ts';
import { raiseProblem } from './raiseProblem.ts';
import { tabId } from './tabId.ts';
import { progressInto } from './work.ts';

export const BUILT_IN = 'sample:digits';

export interface Opener {
  openModel(source: Source, input?: InputAdaptation): Promise<void>;
  openSecond(source: Source): Promise<void>;
  adaptInput(input: InputAdaptation): Promise<void>;
  openData(source: Source | readonly Source[]): Promise<void>;
  openBuiltIn(): Promise<void>;
  /** Asks for permission to read what the browser lends, and opens it; only while a click is handled. */
  openAgain(): Promise<void>;
  /** Opens what is held because it is too large for this machine. */
  openAnyway(): Promise<void>;
  /** Opens what was open when the page was left, else the built-in sample. */
  openLast(): Promise<void>;
  stop(): void;
}

export function createOpener(context: EngineContext, evaluator: Evaluator): Opener {
  const { decant, store, images } = context;
  let controller = new AbortController();
  /** What the open network was read from; null where only the engine still knows it, after a reload. */
  let source: Source | null = BUILT_IN;
  /** What was weighed and found too large, with the way to open it. */
  let held: (() => Promise<void>) | null = null;
  /** Whether a network fits is said before it is opened; one that cannot is held. */
  const fitsHere = async (from: Source, { signal }: Options, open: () => Promise<void>): Promise<boolean> => {
    held = null;
    if (from === BUILT_IN) return true;
    const { admit } = await import('./weighing.ts');
    const admitted = await admit(context, from, signal);
    if (!admitted) held = open;
    return admitted;
  };

  /** Runs one opening, replacing one in progress; errors become the page's state and open work stays as it is. */
  const opening = async (label: string, open: (options: Options) => Promise<void>): Promise<void> => {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    try {
      store.getState().setProblem(null);
      await open({ signal, onProgress: progressInto(store, null, label, signal) });
    } catch (thrown) {
      if (!isAbort(thrown) && !signal.aborted)
        await raiseProblem(store, ({ openingProblemOf }) => openingProblemOf(thrown));
    } finally {
      if (controller.signal === signal) store.getState().setWeighed(null);
      if (!signal.aborted && store.getState().phase !== 'measuring') store.getState().setWork(null);
    }
  };
  /** @param again whether something is remembered already: the sample itself, or what it stands in for */
  const openBuiltIn = async (options: Options, again = false): Promise<void> => {
    const remembered = again ? ({ remember: false } as const) : {};
    const { signal } = options;
    const [model, data] = await Promise.all([
      unlessReplaced(decant, signal, decant.openModel(BUILT_IN, { ...options, ...remembered })),
      unlessReplaced(decant, signal, decant.openData(BUILT_IN, { signal, ...remembered })),
    ]);
    source = BUILT_IN;
    if (store.getState().opened?.key !== BUILT_IN) images.clear();
    store.getState().setOpened({ key: BUILT_IN, data });
    replaceBase(context, evaluator, { key: BUILT_IN, model });
  };
  const openModel = (from: Source, input?: InputAdaptation, weighed = false): Promise<void> =>
    opening(t('opening the network'), async (options) => {
      if (!weighed && !(await fitsHere(from, options, () => openModel(from, input, true)))) return;
      const how = { ...options, ...nameOf(from), ...lentFor(from), ...(input ? { input } : {}) };
      const model = await unlessReplaced(decant, options.signal, decant.openModel(from, how));
      source = from;
      const key = input ? model.id : keyOf(from, model);
      replaceBase(context, evaluator, { key, model });
    });
  const openSecond = (from: Source, weighed = false): Promise<void> =>
    opening(t('opening the second network'), async (options) => {
      if (!weighed && !(await fitsHere(from, options, () => openSecond(from, true)))) return;
      const how = { ...options, ...nameOf(from), ...lentFor(from), remember: 'second' as const };
      const model = await unlessReplaced(decant, options.signal, decant.openModel(from, how));
      const key = keyOf(from, model);
      standSecond(context, { key, model });
      store.getState().setSide('b', { base: key, recipe: ORIGINAL });
      warnOfParts(context, model);
    });
  const openData = (from: Source | readonly Source[]): Promise<void> =>
    opening(t('opening the data'), async (options) => {
      const how = { ...options, ...lentFor(from) };
      const data = await unlessReplaced(decant, options.signal, decant.openData(from, how));
      replaceData(context, evaluator, { key: typeof from === 'string' ? from : data.id, data });
    });
  let missing: readonly MissingFiles[] = [];
  const openAgain = async (): Promise<void> => {
    const { openMissing } = await import('./missing.ts');
    await openMissing(store, missing, { openModel, openSecond, openData });
  };
  return {
    openModel: (from, input) => openModel(from, input),
    openAnyway: async () => held?.(),
    adaptInput: async (input) => {
      if (source !== null) return openModel(source, input, true);
      await raiseProblem(store, ({ toDropAgain }) =>
        toDropAgain(store.getState().bases[0]?.model.name ?? t('The file')),
      );
    },
    openSecond: (from) => openSecond(from),
    openData,
    openBuiltIn: () => opening(t('opening the sample'), openBuiltIn),
    openAgain,
    openLast: async () => {
      let waiting = false;
      await opening(t('opening'), async (options) => {
        const secondSides = linkedSides();
        const reopened = await decant.reopen({ ...options, ...tabId() });
        options.signal.throwIfAborted();
        const { model, second, data } = reopened;
        missing = reopened.missing;
        if (!model || model.format === 'built-in')
          await openBuiltIn(options, Boolean(model ?? data) || missing.length > 0);
        else {
          source = null;
          replaceBase(context, evaluator, { key: model.id, model }, true);
        }
        const shown = store.getState().opened;
        const isSample = data !== null && data.name === shown?.data.name;
        // What is only shown from the recording is not open: it makes way for the data itself, or for none.
        if (data && (!isSample || shown?.data.id === RECORDED)) {
          replaceData(context, evaluator, { key: isSample ? BUILT_IN : data.id, data }, true);
        } else if (!data && shown?.data.id === RECORDED) store.getState().setOpened(null);
        if (second) addSecond(context, second, secondSides);
        waiting = missing.length > 0;
      });
      if (waiting) await (await import('./missing.ts')).askForMissing(store, missing, openAgain);
    },
    stop: () => controller.abort(),
  };
}

// ---------------------------------------------------------------------------------------------------------------------

/** What was opened though something else was asked for meanwhile is closed, and stands nowhere. */
async function unlessReplaced<T extends { readonly id: string }>(
  decant: Decant,
  signal: AbortSignal,
  opening: Promise<T>,
): Promise<T> {
  const opened = await opening;
  if (signal.aborted) closeQuietly(decant, opened.id);
  signal.throwIfAborted();
  return opened;
}

interface Options {
  readonly signal: AbortSignal;
  readonly onProgress: ReturnType<typeof progressInto>;
}

/** @param again whether it was open before a reload: recipes and layer in the link are then its own */
function replaceBase(context: EngineContext, evaluator: Evaluator, base: Base, again = false): void {
  const { store, decant } = context;
  const before = store.getState();
  const known = before.bases[0]?.key === base.key;
  const [first, ...others] = before.bases;
  const gone = known ? [first] : [first, ...others];
  for (const one of gone) if (one && isLive(one.model)) closeQuietly(decant, one.model.id);
  evaluator.reset();
  const bases = known ? [base, ...others] : [base];
  store.setState({ bases, layer: known || again ? before.layer : null, runs: known ? before.runs : [] });
  if (!known && !again) {
    for (const side of ['a', 'b'] as const) {
      const { recipe } = store.getState().sides[side];
      store.getState().setSide(side, { base: null, recipe: { ...recipe, exceptions: {}, cuts: {} } });
    }
  }
  if (!known) store.setState({ past: [], future: [], results: { a: null, b: null } });
  const { opened } = store.getState();
  if (opened && !fits(base.model, opened.data)) store.getState().setOpened(null);
  warnOfParts(context, base.model);
  evaluator.refresh();
}

/** Puts a network beside the first; of the others only what side A starts from stays. */
function standSecond({ store, decant }: EngineContext, base: Base): void {
  const { bases, sides } = store.getState();
  const [main, ...others] = bases;
  const kept = others.filter(({ key }) => key !== base.key && key === sides.a.base);
  // Networks of training runs belong to their runs.
  const own = others.filter(({ key, model }) => key === model.id && !kept.some((one) => one.key === key));
  for (const { model } of own) closeQuietly(decant, model.id);
  store.getState().setBases([...(main ? [main] : []), ...kept, base]);
}

/** The second network of before a reload, on the sides that had it. */
function addSecond(context: EngineContext, model: ModelSummary, sides: readonly SideName[]): void {
  const { store } = context;
  standSecond(context, { key: model.id, model });
  for (const side of sides) {
    store.getState().setSide(side, { base: model.id, recipe: store.getState().sides[side].recipe });
  }
  store.setState({ past: [], future: [] });
  warnOfParts(context, model);
}

/** Sides that the link gives the second network to. */
function linkedSides(): SideName[] {
  const { second = '' } = readHash(location.hash);
  return (['a', 'b'] as const).filter((side) => second.includes(side));
}

/** @param again whether it was open before a reload: the samples that the link asks for are then its own */
function replaceData(
  { store, images, decant }: EngineContext,
  evaluator: Evaluator,
  opened: { key: string; data: DataSummary },
  again = false,
): void {
  const before = store.getState().opened;
  if (before && before.data.id !== RECORDED) closeQuietly(decant, before.data.id);
  images.clear();
  store.getState().setOpened(opened);
  store.getState().imagesArrived();
  if (!again) store.setState({ sample: null, filter: 'all', only: null });
  evaluator.refresh();
}

function isLive({ id }: ModelSummary): boolean {
  return id !== RECORDED;
}

function warnOfParts({ store }: EngineContext, model: ModelSummary): void {
  if (model.unsupported.length > 0) void raiseProblem(store, ({ partlyKnown }) => partlyKnown(model));
}

/** Whether one sample has as many values as the network's first input takes. */
function fits({ inputs }: ModelSummary, { shape }: DataSummary): boolean {
  const sides = inputs[0]?.shape.slice(1) ?? [];
  if (sides.some((side) => typeof side === 'string')) return true;
  const wanted = sides.reduce<number>((product, side) => product * Number(side), 1);
  return wanted === shape.reduce((product, side) => product * side, 1);
}

function keyOf(source: Source, model: ModelSummary): string {
  return source === BUILT_IN ? BUILT_IN : model.id;
}

function nameOf(source: Source): { name?: string } {
  if (source instanceof File) return { name: source.name };
  if (typeof source === 'string' && source !== BUILT_IN) return { name: source.split('/').pop() ?? source };
  return {};
}
