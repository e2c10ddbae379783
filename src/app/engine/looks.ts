/**
 * What views ask to look inside of a side: a rounding that is only tried, one row of a weight, what flows into a layer,
 * the graph. Nothing is kept here; null before a side is measured.
 */
import type { TaskOptions } from '../../core/task.ts';
import type {
  Ceilings,
  ClipSearch,
  Histogram,
  LayerDrift,
  Outline,
  TracedLayer,
  TriedRounding,
  WeightRow,
} from '../../studio/api.ts';
import type { SideName } from '../store/types.ts';
import type { EngineContext } from './engine.ts';

export interface Looks {
  /** A weight of the opened network as a rounding would leave it, without a run. */
  tryRounding(parameter: string, weights: TriedRounding, bins: number, options: TaskOptions): Promise<Histogram | null>;
  /** The range of least error to cut a weight of the opened network off at. */
  clipSearch(parameter: string, weights: TriedRounding, options: TaskOptions): Promise<ClipSearch | null>;
  /** What both sides make of a sample, layer by layer. */
  trace(sample: number, options: TaskOptions): Promise<readonly TracedLayer[] | null>;
  /** How the values that flow into a layer are spread on the opened data. */
  activations(side: SideName, node: string, bins: number, options: TaskOptions): Promise<Histogram | null>;
  /** A row of a packed weight of side B, step by step. */
  weightRow(parameter: string, row: number, options: TaskOptions): Promise<WeightRow | null>;
  /** How far each layer's output on one sample is from the original's, in graph order. */
  drift(sample: number, options: TaskOptions): Promise<readonly LayerDrift[] | null>;
  /** Nodes and edges of the network that a side was made from. */
  outline(options: TaskOptions): Promise<Outline | null>;
  /** What this adapter can do at most; measured when it is asked for. */
  ceilings(options: TaskOptions): Promise<Ceilings>;
}

export function createLooks({ decant, store }: EngineContext): Looks {
  const base = (): string | undefined => store.getState().bases[0]?.model.id;
  const made = (side: SideName): string | null => store.getState().results[side]?.modelId ?? null;
  return {
    tryRounding: async (parameter, weights, bins, options) => {
      const model = base();
      if (model === undefined || made('b') === null) return null;
      return decant.histogram({ model, baseline: model, parameter, bins, weights }, options);
    },
    clipSearch: async (parameter, { clip: _clip, range: _range, ...weights }, options) => {
      const model = base();
      return model === undefined || made('b') === null
        ? null
        : decant.clipSearch({ model, parameter, weights }, options);
    },
    trace: async (sample, options) => {
      const [model, baseline, data] = [made('b'), made('a'), store.getState().opened?.data.id];
      if (model === null || baseline === null || data === undefined) return null;
      return decant.trace({ model, baseline, data, sample }, options);
    },
    activations: async (side, node, bins, options) => {
      const [model, baseline, data] = [made(side), base(), store.getState().opened?.data.id];
      if (model === null || baseline === undefined) return null;
      return decant.activations({ model, baseline, node, bins, ...(data === undefined ? {} : { data }) }, options);
    },
    weightRow: async (parameter, row, options) => {
      const [model, baseline] = [made('b'), base()];
      if (model === null || baseline === undefined) return null;
      return decant.weightRow({ model, baseline, parameter, row }, options);
    },
    drift: async (sample, options) => {
      const [model, baseline, data] = [made('b'), base(), store.getState().opened?.data.id];
      if (model === null || baseline === undefined || data === undefined) return null;
      return decant.drift({ model, baseline, data, sample }, options);
    },
    outline: async (options) => {
      const model = made('a') === null ? undefined : base();
      return model === undefined ? null : decant.outline(model, options);
    },
    ceilings: (options) => decant.ceilings(options),
  };
}
