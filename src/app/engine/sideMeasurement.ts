/** Measures one side against its baseline and shows what came out of it. */
import type { Measurement, MeasureRequest } from '../../studio/api.ts';
import { shortTitleOf } from '../recipe/words.ts';
import type { AppState } from '../store/appStore.ts';
import { wantedBaseline } from '../store/results.ts';
import type { Base, SideName, SideResult, SideSpec } from '../store/types.ts';
import type { Compressed } from './compressor.ts';
import type { EngineContext } from './engine.ts';
import { atChance, isAbort } from './problems.ts';
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
  const options = { signal, onProgress: progressInto(store, one.side, `measuring ${one.side.toUpperCase()}`) };
  const request: MeasureRequest = {
    model: one.compressed.model.id,
    ...(state.opened ? { data: state.opened.data.id } : {}),
    ...(samples === undefined ? {} : { samples, skipSpeed: true }),
  };
  if (!baseline) return decant.measure(request, options);
  try {
    return await decant.measure({ ...request, baseline }, options);
  } catch (thrown) {
    // Another network may answer in another way, so that nothing can be compared; each is then measured alone.
    if (isAbort(thrown) || one.base === state.bases[0]) throw thrown;
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
export function warnAtChance(
  { store }: EngineContext,
  { side, compressed, base }: Prepared,
  { quality }: Measurement,
): void {
  const { opened, problem } = store.getState();
  const classes = opened?.data.classes?.length ?? 0;
  const { accuracy } = quality;
  if (side !== 'a' || problem || !accuracy || classes < 2 || compressed.model.id !== base.model.id) return;
  if (accuracy.low <= 1 / classes) store.getState().setProblem(atChance(accuracy.value, classes));
}

// ---------------------------------------------------------------------------------------------------------------------

/** Handle of what a side is counted against: the other side where it was prepared too, else the network as it came. */
function baselineModel(state: AppState, prepared: readonly Prepared[], { side }: Prepared): string | undefined {
  const key = wantedBaseline(state, side);
  if (key === null) return undefined;
  return (prepared.find((other) => other.key === key)?.compressed ?? state.bases[0])?.model.id;
}
