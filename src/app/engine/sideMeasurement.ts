/** Measures one side against its baseline and shows what came out of it. */
import { messageOf } from '../../core/errors.ts';
import type { Measurement, MeasureRequest } from '../../studio/api.ts';
import { t } from '../messages/t.ts';
import { shortTitleOf } from '../recipe/words.ts';
import type { AppState } from '../store/appStore.ts';
import { wantedBaseline } from '../store/results.ts';
import type { Base, SideName, SideResult, SideSpec } from '../store/types.ts';
import { isAbort } from './aborts.ts';
import type { Compressed } from './compressor.ts';
import type { EngineContext } from './engine.ts';
import { raiseProblem } from './raiseProblem.ts';
import { progressInto } from './work.ts';

/** One side, compressed and ready to be measured. */
export interface Prepared {
  readonly side: SideName;
  readonly spec: SideSpec;
  readonly key: string;
  readonly compressed: Compressed;
  readonly base: Base;
}

/**
 * Measures a side.
 * @param samples so many for a quick estimate without speed; all, with speed, when left out
 */
export async function measureSide(
  { decant, store }: EngineContext,
  prepared: readonly Prepared[],
  one: Prepared,
  signal: AbortSignal,
  samples?: number,
): Promise<Measurement> {
  const state = store.getState();
  const baseline = baselineModel(state, prepared, one);
  const options = {
    signal,
    onProgress: progressInto(store, one.side, t('measuring {side}', { side: one.side.toUpperCase() }), signal),
  };
  const request: MeasureRequest = {
    model: one.compressed.model.id,
    ...(state.opened ? { data: state.opened.data.id } : {}),
    ...(samples === undefined ? {} : { samples, skipSpeed: true }),
  };
  try {
    return await decant.measure({ ...request, ...(baseline ? { baseline } : {}) }, options);
  } catch (thrown) {
    if (isAbort(thrown)) throw thrown;
    // A network that runs only in part still has a size, and can be compressed and saved.
    if (one.base.model.unsupported.length > 0) return unmeasured(one, messageOf(thrown));
    // Another network may answer in another way, so that nothing can be compared; each is then measured alone.
    if (!baseline || one.base === state.bases[0]) throw thrown;
    return decant.measure(request, options);
  }
}

/** Puts a measurement into the store as the side's result. */
export function show(
  { store }: EngineContext,
  one: Prepared,
  measurement: Measurement,
  trust: 'estimate' | 'live',
): SideResult {
  const { model, errors, notes } = one.compressed;
  const { parameters, layers, id: modelId } = model;
  const result: SideResult = {
    key: one.key,
    against: wantedBaseline(store.getState(), one.side),
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

/** Guessing is what the untouched network should beat; a compressed one may have been broken on purpose. */
export async function warnAtChance(
  { store }: EngineContext,
  { side, compressed, base }: Prepared,
  { quality }: Measurement,
): Promise<void> {
  const { opened, problem } = store.getState();
  const classes = opened?.data.classes?.length ?? 0;
  const { accuracy } = quality;
  if (side !== 'a' || problem || !accuracy || classes < 2 || compressed.model.id !== base.model.id) return;
  if (accuracy.low > 1 / classes) return;
  await raiseProblem(store, ({ atChance }) => atChance(accuracy.value, classes));
}

// ---------------------------------------------------------------------------------------------------------------------

/** What is known of a network without running it; `why` says why it does not run. */
function unmeasured({ compressed }: Prepared, why: string): Measurement {
  const { bytes, bitsPerWeight, layers } = compressed.model;
  const weights = layers.reduce((sum, layer) => sum + layer.bytes, 0);
  const scales = layers.reduce((sum, layer) => sum + layer.scales * BYTES_A_SCALE, 0);
  return {
    executor: 'reference',
    quality: { notes: [`Not run: ${why}`] },
    size: {
      bytes,
      bitsPerWeight,
      parts: { codes: weights - scales, scales, zeroPoints: 0, padding: 0, rest: bytes - weights },
    },
    provenance: {
      kind: 'live',
      executor: 'reference',
      device: 'counted, not run',
      browser: navigator.userAgent,
      when: new Date().toISOString(),
      seconds: 0,
    },
  };
}

/** Scales are stored as 16-bit floats. */
const BYTES_A_SCALE = 2;

/** Handle of what a side is counted against: the other side where it was prepared too, else the network as it came. */
function baselineModel(state: AppState, prepared: readonly Prepared[], { side }: Prepared): string | undefined {
  const key = wantedBaseline(state, side);
  if (key === null) return undefined;
  return (prepared.find((other) => other.key === key)?.compressed ?? state.bases[0])?.model.id;
}
