/**
 * Keeps both sides measured: 100 ms after the last change it compresses and measures what is not known yet, first a
 * quick estimate where the screen shows something out of date, then all samples. The last good result stays until then.
 */

import type { Measurement } from '../../studio/api.ts';
import { t } from '../messages/t.ts';
import { scriptOf } from '../recipe/script.ts';
import { RECORDED } from '../recorded/schema.ts';
import type { AppState } from '../store/appStore.ts';
import { trustOf, wantedBaseline, wantedKey } from '../store/results.ts';
import { baseOf } from '../store/subject.ts';
import type { SideName } from '../store/types.ts';
import { isAbort } from './aborts.ts';
import { announcementOf } from './announcement.ts';
import type { Compressor } from './compressor.ts';
import type { EngineContext } from './engine.ts';
import { raiseProblem } from './raiseProblem.ts';
import type { Prepared } from './sideMeasurement.ts';
import { measureSide, show, warnAtChance } from './sideMeasurement.ts';
import { progressInto } from './work.ts';

export interface Evaluator {
  /** Measures what has changed, after a pause. */
  refresh(): void;
  /** Forgets what is known about both sides and measures again. */
  again(): void;
  stop(): void;
  /** Forgets everything: the network or the data is another one. */
  reset(): void;
}

const DEBOUNCE_MS = 100;
/** Samples of a quick estimate; data sets that are hardly larger are measured whole at once. */
const QUICK_SAMPLES = 256;
const WORTH_A_QUICK_ONE = 2 * QUICK_SAMPLES;

/** Attempts at work that others cancel. */
const MOST_ATTEMPTS = 3;

const SIDES: readonly SideName[] = ['a', 'b'];

export function createEvaluator(context: EngineContext, compressor: Compressor): Evaluator {
  const { store } = context;
  const known = new Map<string, Measurement>();
  let controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const abort = (): void => {
    clearTimeout(timer);
    controller.abort(new DOMException('Replaced by newer work.', 'AbortError'));
    controller = new AbortController();
    store.getState().setWork(null);
  };
  const begin = (): void => {
    abort();
    const { signal } = controller;
    if (store.getState().bases[0]?.model.id === RECORDED) return;
    timer = setTimeout(() => void attempt(context, compressor, known, signal), DEBOUNCE_MS);
  };
  return {
    refresh: begin,
    again: () => {
      known.clear();
      begin();
    },
    stop: () => {
      abort();
      store.getState().setPhase('stopped');
      store.getState().announce(t('Stopped. The last results stay.'));
    },
    reset: () => {
      abort();
      known.clear();
      compressor.clear();
    },
  };
}

// ---------------------------------------------------------------------------------------------------------------------

type Known = Map<string, Measurement>;

async function attempt(
  context: EngineContext,
  compressor: Compressor,
  known: Known,
  signal: AbortSignal,
): Promise<void> {
  const { store } = context;
  try {
    store.getState().setPhase('measuring');
    await steadily(() => evaluate(context, compressor, known, signal), signal);
    store.getState().setPhase('idle');
    store.getState().announce(announcementOf(store.getState()));
  } catch (thrown) {
    if (signal.aborted) return;
    const still = () => !signal.aborted;
    await raiseProblem(store, ({ problemOf }) => problemOf(thrown), still);
    if (still()) store.getState().setPhase('failed');
  } finally {
    if (!signal.aborted) store.getState().setWork(null);
  }
}

/** Work that was cancelled though nobody here asked for it is done again, so that no change is lost; not for ever. */
async function steadily(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await work();
    } catch (thrown) {
      if (!isAbort(thrown) || signal.aborted || attempts === MOST_ATTEMPTS) throw thrown;
    }
  }
}

async function evaluate(
  context: EngineContext,
  compressor: Compressor,
  known: Known,
  signal: AbortSignal,
): Promise<void> {
  const prepared = await prepare(context, compressor, known, signal);
  const samples = context.store.getState().opened?.data.samples ?? 0;
  if (samples > WORTH_A_QUICK_ONE) {
    for (const one of prepared) await estimate(context, known, prepared, one, signal);
  }
  for (const one of prepared) await measureAll(context, known, prepared, one, signal);
}

async function prepare(
  context: EngineContext,
  compressor: Compressor,
  known: Known,
  signal: AbortSignal,
): Promise<Prepared[]> {
  const { store } = context;
  const prepared: Prepared[] = [];
  for (const side of SIDES) {
    const state = store.getState();
    const spec = state.sides[side];
    const base = baseOf(state, spec.base);
    const key = wantedKey(state, spec);
    if (!base || key === undefined) continue;
    const onProgress = progressInto(store, side, t('compressing {side}', { side: side.toUpperCase() }), signal);
    const recipe = scriptOf(spec.recipe, base.model.layers);
    const compressed = await compressor.make(base, recipe, state.opened?.data.id, { signal, onProgress });
    signal.throwIfAborted();
    const one = { side, spec, key, base, compressed };
    prepared.push(one);
    if (isFirstFigure(state, side)) await measureAll(context, known, prepared, one, signal);
  }
  return prepared;
}

/** The first live figure does not wait until the other side is compressed. */
function isFirstFigure(state: AppState, side: SideName): boolean {
  return state.results[side]?.trust === 'recorded' && side === 'a' && wantedBaseline(state, side) === null;
}

/** A quick estimate, where the screen shows something out of date and all samples are not known yet. */
async function estimate(
  context: EngineContext,
  known: Known,
  prepared: readonly Prepared[],
  one: Prepared,
  signal: AbortSignal,
): Promise<void> {
  const { store } = context;
  if (known.has(fullKey(store.getState(), one))) return;
  if (trustOf(store.getState(), one.side) !== 'stale') return;
  const measurement = await measureSide(context, prepared, one, signal, QUICK_SAMPLES);
  signal.throwIfAborted();
  show(context, one, measurement, 'estimate');
}

async function measureAll(
  context: EngineContext,
  known: Known,
  prepared: readonly Prepared[],
  one: Prepared,
  signal: AbortSignal,
): Promise<void> {
  const { store } = context;
  const key = fullKey(store.getState(), one);
  const measurement = known.get(key) ?? (await measureSide(context, prepared, one, signal));
  // An answer may cross with the change that made it old: it would be taken for one about what is wanted now.
  signal.throwIfAborted();
  known.set(key, measurement);
  const result = show(context, one, measurement, 'live');
  store.getState().addRun(one.spec, result);
  await warnAtChance(context, one, measurement);
}

function fullKey(state: AppState, { key, side }: Prepared): string {
  return `${key}|${wantedBaseline(state, side) ?? 'no baseline'}`;
}
