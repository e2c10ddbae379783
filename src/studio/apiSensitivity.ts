/**
 * What each layer costs at each width, and the widths of least loss within a budget, in the words of the scripting
 * interface. Types alone; the calls are in `apiStudies.ts`, and `api.ts` exports these with the rest.
 */
import type { ExecutorName } from '../execution/executor.ts';
import type { Interval, Provenance } from './api.ts';

/** Widths that a layer's weights can get; 32 leaves them as they are. */
export type RoundedBits = 2 | 3 | 4 | 5 | 6 | 7 | 8 | 16;
export type LayerBits = RoundedBits | 32;

/** How integer weights are rounded, whatever their width: the fields of a recipe's `weights` without `bits`. */
export interface Rounding {
  readonly strategy: 'tensor' | 'channel' | 'group';
  readonly groupSize?: 16 | 32 | 64 | 128;
  readonly symmetric: boolean;
  readonly clip: 'minmax' | 'percentile' | 'mse';
  readonly percentile?: number;
}

export interface SensitivityRequest {
  readonly model: string;
  readonly data?: string;
  /** Widths to try: 8 to 2 when left out. */
  readonly bits?: readonly RoundedBits[];
  /** `each`: one layer rounded, the rest as it is. `allBut`: all rounded, one as it is. `each` when left out. */
  readonly mode?: SensitivityMode;
  /** Samples, taken from the front; 256 when left out. */
  readonly samples?: number;
  /** Groups of 32, symmetric, least squared error, when left out. */
  readonly rounding?: Rounding;
  /** Nodes of the layers to study; all when left out. */
  readonly layers?: readonly string[];
  readonly executor?: ExecutorName;
}

export type SensitivityMode = 'each' | 'allBut';

/** What one change of widths did to the answers. */
export interface Loss {
  /**
   * The figure that allocations add up: KL(original || changed) in nats at the map's temperature where the model gives
   * class scores; else the noise of its outputs, as a share of their power.
   */
  readonly loss: number;
  /** KL(original || changed) in nats of the scores as they are. */
  readonly kl?: Interval;
  readonly agreement?: Interval;
  /** Accuracy minus the original's, paired. */
  readonly accuracy?: Interval;
}

export interface SensitivityCell extends Loss {
  /** The layer's node. */
  readonly node: string;
  /** The layer's own width (mode `each`), or that of all others (mode `allBut`). */
  readonly bits: RoundedBits;
}

/** All layers at one width. */
export interface UniformPoint extends Loss {
  readonly bits: RoundedBits;
  /** Of the whole model. */
  readonly bytes: number;
}

export interface SensitivityLayer {
  readonly node: string;
  readonly operator: string;
  readonly parameter: string;
  /** Weights in it. */
  readonly count: number;
  /** Its width as it is: 32 or 16 for floats, less where the model came packed. */
  readonly stored: number;
  /** Bytes that it takes at each width that was tried, scales and padding included, and as it is (width 32). */
  readonly bytes: Readonly<Partial<Record<LayerBits, number>>>;
}

export interface SensitivityMap {
  readonly mode: SensitivityMode;
  readonly metric: 'kl' | 'noise';
  /** What scores are divided by before their divergence is taken, so that networks that are too sure can be compared. */
  readonly temperature: number;
  readonly samples: number;
  readonly rounding: Rounding;
  readonly bits: readonly RoundedBits[];
  readonly layers: readonly SensitivityLayer[];
  readonly cells: readonly SensitivityCell[];
  /** What widths do when all layers share them: the frontier that an allocation is held against. */
  readonly uniform: readonly UniformPoint[];
  /** Bytes of what no layer here is: biases, norms, layers that were left out. */
  readonly fixedBytes: number;
  /** Bytes of the model as it is, and as small as these widths make it. */
  readonly bytes: { readonly most: number; readonly least: number };
  /** Accuracy of the model as it is, on the same samples. */
  readonly accuracy?: Interval;
  /** True when the inputs were synthetic. */
  readonly synthetic?: boolean;
  readonly provenance: Provenance;
}

/** What arrives while a map is measured. */
export type SensitivityPartial =
  | { readonly kind: 'cell'; readonly cell: SensitivityCell }
  | { readonly kind: 'uniform'; readonly point: UniformPoint };

export interface AllocateRequest {
  readonly map: SensitivityMap;
  /** Bytes that the whole model may take. */
  readonly budget: number;
  /** Widths that are settled, by node: the strokes of a painter. */
  readonly fixed?: Readonly<Record<string, LayerBits>>;
  /** The model and data of the map: a few allocations are then measured, beside uniform widths, and the best is taken. */
  readonly verify?: { readonly model: string; readonly data?: string; readonly executor?: ExecutorName };
}

export interface Allocation {
  /** Width of each layer, by node. */
  readonly bits: Readonly<Record<string, LayerBits>>;
  /** Of the whole model. */
  readonly bytes: number;
  /** The sum of the layers' losses: what is to be expected, if layers err independently. */
  readonly predicted: number;
  /** False when the search was cut short; `bound` is then below the optimum, else equal to `predicted`. */
  readonly exact: boolean;
  readonly bound: number;
  /** Where it was verified: the loss on the map's samples. */
  readonly measured?: Loss;
  /** True when it was verified and one width for all, which also fits, measured better and was taken instead. */
  readonly uniform?: boolean;
  /** The recipe that makes it. */
  readonly recipe: unknown;
}
