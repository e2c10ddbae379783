/**
 * One layer of a model: how its values are spread, how far it drifts, how long it takes, in the words of the scripting
 * interface. Types alone; `api.ts` exports them with the rest.
 */
import type { LayerError } from './apiRuns.ts';
import type { TriedRounding } from './apiViews.ts';

export interface HistogramRequest {
  readonly model: string;
  /** The model to compare with: the grid of `model` is drawn over the values of `baseline`. */
  readonly baseline?: string;
  readonly parameter: string;
  readonly bins?: number;
  /** Shows the baseline's weight rounded like this, without a run. */
  readonly weights?: TriedRounding;
}

export interface Histogram {
  readonly low: number;
  readonly high: number;
  /** Counts of the stored values of `model`. */
  readonly counts: readonly number[];
  /** Counts of the baseline's values on the same bins. */
  readonly baselineCounts?: readonly number[];
  /** Values that the codes stand for where one scale holds for all (tensor), else those of the median scale. */
  readonly levels?: readonly number[];
  /** Share of weights on each level. */
  readonly levelShares?: readonly number[];
  /** Ends of these levels; and how many values lie more than half a step beyond the grid of their own scale. */
  readonly clip?: { readonly low: number; readonly high: number; readonly below: number; readonly above: number };
  /** For a rounding that was only tried: what the quantizer says of it. */
  readonly error?: Pick<LayerError, 'maxError' | 'sqnr'>;
  readonly total: number;
  readonly scales: number;
}

export interface LayerProfile {
  readonly node: string;
  readonly operator: string;
  readonly kernels: readonly string[];
  readonly ms: number;
  readonly n: number;
  readonly gflops: number;
  readonly gbs: number;
  readonly clock: 'gpu-timestamp' | 'wall';
}

export interface DriftRequest {
  readonly model: string;
  readonly baseline: string;
  readonly data?: string;
  /** Samples that are run; 16 when left out. */
  readonly samples?: number;
  /** One sample by its number instead: where this one drifts. */
  readonly sample?: number;
}

/** How far the output of a layer is from the baseline's, on samples: its own error and what came in with its input. */
export interface LayerDrift {
  readonly node: string;
  readonly operator: string;
  readonly cosine: number;
  readonly sqnr: number;
  readonly maxError: number;
}
