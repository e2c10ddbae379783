/**
 * Puts what was opened where recipes and measurements find it, and closes what it replaces. How it is opened: `opener.ts`.
 */
import type { DataSummary, ModelSummary } from '../../studio/api.ts';
import { RECORDED } from '../recorded/schema.ts';
import type { Base, SideName } from '../store/types.ts';
import { closeQuietly } from './compressor.ts';
import type { EngineContext } from './engine.ts';
import type { Evaluator } from './evaluator.ts';
import { raiseProblem } from './raiseProblem.ts';

/** @param again whether it was open before a reload: recipes and layer in the link are then its own */
export function replaceBase(context: EngineContext, evaluator: Evaluator, base: Base, again = false): void {
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
export function standSecond({ store, decant }: EngineContext, base: Base): void {
  const { bases, sides } = store.getState();
  const [main, ...others] = bases;
  const kept = others.filter(({ key }) => key !== base.key && key === sides.a.base);
  // Networks of training runs belong to their runs.
  const own = others.filter(({ key, model }) => key === model.id && !kept.some((one) => one.key === key));
  for (const { model } of own) closeQuietly(decant, model.id);
  store.getState().setBases([...(main ? [main] : []), ...kept, base]);
}

/** The second network of before a reload, on the sides that had it. */
export function addSecond(context: EngineContext, model: ModelSummary, sides: readonly SideName[]): void {
  const { store } = context;
  standSecond(context, { key: model.id, model });
  for (const side of sides) {
    store.getState().setSide(side, { base: model.id, recipe: store.getState().sides[side].recipe });
  }
  store.setState({ past: [], future: [] });
  warnOfParts(context, model);
}

/** @param again whether it was open before a reload: the samples that the link asks for are then its own */
export function replaceData(
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

export function warnOfParts({ store }: EngineContext, model: ModelSummary): void {
  if (model.unsupported.length > 0) void raiseProblem(store, ({ partlyKnown }) => partlyKnown(model));
}

// ---------------------------------------------------------------------------------------------------------------------

function isLive({ id }: ModelSummary): boolean {
  return id !== RECORDED;
}

/** Whether one sample has as many values as the network's first input takes. */
function fits({ inputs }: ModelSummary, { shape }: DataSummary): boolean {
  const sides = inputs[0]?.shape.slice(1) ?? [];
  if (sides.some((side) => typeof side === 'string')) return true;
  const wanted = sides.reduce<number>((product, side) => product * Number(side), 1);
  return wanted === shape.reduce((product, side) => product * side, 1);
}
