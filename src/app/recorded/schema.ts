/**
 * A recorded comparison: what the page shows before anything has been measured here, always marked as recorded. A
 * picture lies beside it with the first samples, one cell each, row by row. Written by `npm run samples`.
 */
import type { DataSummary, LayerError, LayerSummary, Measurement, ModelSummary, Quality } from '../../studio/api.ts';

/** Handle of network and data that are shown from a recording; the engine knows nothing of it. */
export const RECORDED = 'recorded';

export interface Recording {
  readonly version: 1;
  /** Key of network and data, the same as when they are opened live: "sample:digits". */
  readonly key: string;
  readonly model: ModelSummary;
  readonly data: DataSummary;
  /** The picture: which samples, how many in a row, their labels; every cell has the data's height and width. */
  readonly images: {
    /** The first samples, and every one on which a recorded run differs from the original. */
    readonly samples: readonly number[];
    readonly columns: number;
    readonly labels: readonly number[];
  };
  /** What the first paint shows: the original and the recipe that side B opens with. */
  readonly runs: readonly RecordedRun[];
}

export interface RecordedRun {
  /** The engine's recipe; null for the original. */
  readonly recipe: unknown;
  readonly layers: readonly LayerSummary[];
  readonly errors: readonly LayerError[];
  readonly measurement: Omit<Measurement, 'quality'> & { readonly quality: RecordedQuality };
}

/** Quality with the answers to the samples of the picture only, in their order, as plain numbers. */
export type RecordedQuality = Omit<Quality, 'answers'> & {
  readonly answers: { readonly top: readonly number[]; readonly confidence: readonly number[] };
};
