/** Opens networks and data, one at a time. Where they are put: `placing.ts`. */
import type { Decant, InputAdaptation, MissingFiles, ModelSummary, Source } from '../../studio/api.ts';
import { t } from '../messages/t.ts';
import { readHash } from '../recipe/hash.ts';
import { ORIGINAL } from '../recipe/recipe.ts';
import { RECORDED } from '../recorded/schema.ts';
import type { SideName } from '../store/types.ts';
import { closeQuietly } from './compressor.ts';
import type { EngineContext } from './engine.ts';
import type { Evaluator } from './evaluator.ts';
import { lentFor } from './lent.ts';
import type { OpeningOptions } from './oneOpening.ts';
import { createOneOpening } from './oneOpening.ts';
import { addSecond, replaceBase, replaceData, standSecond, warnOfParts } from './placing.ts';
import { raiseProblem } from './raiseProblem.ts';
import { tabId } from './tabId.ts';

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
  /** What the open network was read from; null where only the engine still knows it, after a reload. */
  let source: Source | null = BUILT_IN;
  /** What was weighed and found too large, with the way to open it. */
  let held: (() => Promise<void>) | null = null;
  /** Whether a network fits is said before it is opened; one that cannot is held. */
  const fitsHere = async (from: Source, { signal }: OpeningOptions, open: () => Promise<void>): Promise<boolean> => {
    held = null;
    if (from === BUILT_IN) return true;
    const { admit } = await import('./weighing.ts');
    const admitted = await admit(context, from, signal);
    if (!admitted) held = open;
    return admitted;
  };

  const { run: opening, stop } = createOneOpening(store);
  /** @param again whether something is remembered already: the sample itself, or what it stands in for */
  const openBuiltIn = async (options: OpeningOptions, again = false): Promise<void> => {
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
    stop,
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

/** Sides that the link gives the second network to. */
function linkedSides(): SideName[] {
  const { second = '' } = readHash(location.hash);
  return (['a', 'b'] as const).filter((side) => second.includes(side));
}

function keyOf(source: Source, model: ModelSummary): string {
  return source === BUILT_IN ? BUILT_IN : model.id;
}

function nameOf(source: Source): { name?: string } {
  if (source instanceof File) return { name: source.name };
  if (typeof source === 'string' && source !== BUILT_IN) return { name: source.split('/').pop() ?? source };
  return {};
}
