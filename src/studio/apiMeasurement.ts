/**
 * What is measured of a model, as scripts and the page see it: quality with its intervals, size by part, speed with its
 * spread, and where and how each was measured. Types alone; part of `api.ts`.
 */
import type { ExecutorName } from '../execution/executor.ts';

export interface MeasureRequest {
  readonly model: string;
  readonly data?: string;
  /** The model to compare with; flips, agreement and KL need it. */
  readonly baseline?: string;
  readonly executor?: ExecutorName;
  /** At most so many samples, taken from the front; all when left out. */
  readonly samples?: number;
  /** Samples in one timed run; 1 when left out. */
  readonly batch?: number;
  /** Threads of the `onnx` executor, up to as many as the page may use; all of them when left out. */
  readonly threads?: number;
  /** Leave the speed measurement out (a quick estimate). */
  readonly skipSpeed?: boolean;
}

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

export interface Measurement {
  readonly executor: ExecutorName;
  readonly quality: Quality;
  readonly size: Size;
  readonly speed?: Speed;
  /** How and where it was measured, for receipts. */
  readonly provenance: Provenance;
}

export interface Quality {
  readonly accuracy?: Interval;
  readonly agreement?: Interval;
  readonly flips?: Flips;
  readonly kl?: Interval;
  /** Agreement with the baseline for each output, where there are no labels or class scores. */
  readonly outputs?: readonly OutputAgreement[];
  readonly perClass?: readonly Interval[];
  /** (classes, classes) counts, row = truth. */
  readonly confusion?: readonly (readonly number[])[];
  /** Answers one by one, in data order. */
  readonly answers?: {
    readonly top: Int32Array;
    readonly confidence: Float32Array;
    /** The samples' classes, where the data names them. */
    readonly labels?: Int32Array;
  };
  /** True when the inputs were synthetic; every figure then says so. */
  readonly synthetic?: boolean;
  readonly notes: readonly string[];
}

export interface Flips {
  /** Right in the baseline, wrong here; and the other way; and wrong in both but different. Sample numbers. */
  readonly broke: readonly number[];
  readonly mended: readonly number[];
  readonly changed: readonly number[];
  /** Two-sided exact McNemar test on broke against mended. */
  readonly p: number;
  /** Accuracy here minus accuracy of the baseline, paired, with its 95 % interval. */
  readonly difference?: Interval;
}

export interface OutputAgreement {
  readonly output: string;
  readonly cosine: number;
  readonly sqnr: number;
  readonly maxError: number;
  readonly top1?: number;
}

export interface Size {
  readonly bytes: number;
  readonly bitsPerWeight: number;
  /** Bytes by part. */
  readonly parts: {
    readonly codes: number;
    readonly scales: number;
    readonly zeroPoints: number;
    readonly padding: number;
    readonly rest: number;
  };
}

export interface Speed {
  readonly medianMs: number;
  readonly p10: number;
  readonly p90: number;
  readonly n: number;
  readonly batch: number;
  readonly threads: number;
  readonly clock: 'gpu-timestamp' | 'wall';
  /** Compile and first run. */
  readonly coldMs: number;
  readonly peakBytes?: number;
}

export interface Provenance {
  readonly kind: 'live' | 'recorded';
  readonly executor: ExecutorName;
  readonly device: string;
  readonly browser: string;
  /** ISO 8601. */
  readonly when: string;
  readonly seconds: number;
}
