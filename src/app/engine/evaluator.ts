/**
 * Keeps both sides measured: 100 ms after the last change it compresses and measures what is not known yet, first a
 * quick estimate where the screen shows something out of date, then all samples. The last good result stays until then.
 */
import type { Measurement } from '../../studio/api.ts';
import { scriptOf } from '../recipe/script.ts';
import { shortTitleOf } from '../recipe/words.ts';
import { trustOf, wantedKey } from '../store/results.ts';
import { baseOf } from '../store/subject.ts';
import type { Base, SideName, SideResult, SideSpec } from '../store/types.ts';
import { announcementOf } from './announcement.ts';
import type { Compressed, Compressor } from './compressor.ts';
import type { EngineContext } from './engine.ts';
import { atChance, isAbort, problemOf } from './problems.ts';
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

const SIDES: readonly SideName[] = ['a', 'b'];

/** One side, compressed and ready to be measured. */
interface Prepared {
  readonly side: SideName;
  readonly spec: SideSpec;
  readonly key: string;
  readonly compressed: Compressed;
  readonly base: Base;
}

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
      store.getState().announce('Stopped. The last results stay.');
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
    await evaluate(context, compressor, known, signal);
    store.getState().setPhase('idle');
    store.getState().announce(announcementOf(store.getState()));
  } catch (thrown) {
    if (isAbort(thrown) || signal.aborted) return;
    store.getState().setProblem(problemOf(thrown));
    store.getState().setPhase('failed');
  } finally {
    if (!signal.aborted) store.getState().setWork(null);
  }
}

async function evaluate(
  context: EngineContext,
  compressor: Compressor,
  known: Known,
  signal: AbortSignal,
): Promise<void> {
  const prepared = await prepare(context, compressor, signal);
  const samples = context.store.getState().opened?.data.samples ?? 0;
  if (samples > WORTH_A_QUICK_ONE) {
    for (const one of prepared) await estimate(context, known, prepared, one, signal);
  }
  for (const one of prepared) await measureAll(context, known, prepared, one, signal);
}

async function prepare({ store }: EngineContext, compressor: Compressor, signal: AbortSignal): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  for (const side of SIDES) {
    const state = store.getState();
    const spec = state.sides[side];
    const base = baseOf(state, spec.base);
    const key = wantedKey(state, spec);
    if (!base || key === undefined) continue;
    const onProgress = progressInto(store, side, `compressing ${side.toUpperCase()}`);
    const recipe = scriptOf(spec.recipe, base.model.layers);
    const compressed = await compressor.make(base, recipe, state.opened?.data.id, { signal, onProgress });
    prepared.push({ side, spec, key, base, compressed });
  }
  return prepared;
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
  if (known.has(fullKey(store.getState().baseline, prepared, one))) return;
  if (trustOf(store.getState(), one.side) !== 'stale') return;
  const measurement = await measure(context, prepared, one, signal, QUICK_SAMPLES);
  show(context, prepared, one, measurement, 'estimate');
}

async function measureAll(
  context: EngineContext,
  known: Known,
  prepared: readonly Prepared[],
  one: Prepared,
  signal: AbortSignal,
): Promise<void> {
  const { store } = context;
  const key = fullKey(store.getState().baseline, prepared, one);
  const measurement = known.get(key) ?? (await measure(context, prepared, one, signal));
  known.set(key, measurement);
  const result = show(context, prepared, one, measurement, 'live');
  store.getState().addRun(one.spec, result);
  warnAtChance(context, one, measurement);
}

function measure(
  { decant, store }: EngineContext,
  prepared: readonly Prepared[],
  one: Prepared,
  signal: AbortSignal,
  samples?: number,
): Promise<Measurement> {
  const { opened, baseline: wanted } = store.getState();
  const baseline = baselineOf(wanted, prepared, one);
  const label = `measuring ${one.side.toUpperCase()}`;
  return decant.measure(
    {
      model: one.compressed.model.id,
      ...(opened ? { data: opened.data.id } : {}),
      ...(baseline ? { baseline: baseline.model.id } : {}),
      ...(samples === undefined ? {} : { samples, skipSpeed: true }),
    },
    { signal, onProgress: progressInto(store, one.side, label) },
  );
}

function show(
  { store }: EngineContext,
  prepared: readonly Prepared[],
  one: Prepared,
  measurement: Measurement,
  trust: 'estimate' | 'live',
): SideResult {
  const { model, errors, notes } = one.compressed;
  const { parameters, layers, id: modelId } = model;
  const result: SideResult = {
    key: one.key,
    against: baselineOf(store.getState().baseline, prepared, one)?.key ?? null,
    recipe: one.spec.recipe,
    fileName: one.spec.base === null ? null : `${one.base.model.name} ${shortTitleOf(one.spec.recipe)}`,
    modelId,
    parameters,
    layers,
    errors,
    notes,
    measurement,
    trust,
  };
  store.getState().showResults({ [one.side]: result });
  return result;
}

/** What changes of a side are counted against; nothing where that is the side itself. */
function baselineOf(
  wanted: 'a' | 'original',
  prepared: readonly Prepared[],
  one: Prepared,
): { key: string; model: { id: string } } | undefined {
  const a = prepared.find(({ side }) => side === 'a');
  if (wanted === 'a') {
    if (one.side === 'a' || !a || a.compressed.model.id === one.compressed.model.id) return undefined;
    return { key: a.key, model: a.compressed.model };
  }
  const original = a?.base ?? one.base;
  return original.model.id === one.compressed.model.id ? undefined : { key: original.key, model: original.model };
}

function fullKey(wanted: 'a' | 'original', prepared: readonly Prepared[], one: Prepared): string {
  return `${one.key}|${baselineOf(wanted, prepared, one)?.key ?? 'no baseline'}`;
}

/** Guessing is what the untouched network should beat; a compressed one may have been broken on purpose. */
function warnAtChance({ store }: EngineContext, { side, compressed, base }: Prepared, { quality }: Measurement): void {
  const { opened, problem } = store.getState();
  const classes = opened?.data.classes?.length ?? 0;
  const { accuracy } = quality;
  if (side !== 'a' || problem || !accuracy || classes < 2 || compressed.model.id !== base.model.id) return;
  if (accuracy.low <= 1 / classes) store.getState().setProblem(atChance(accuracy.value, classes));
}
