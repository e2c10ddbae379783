/**
 * Calls of the scripting interface that look inside of one model: its graph, one row of a weight, what flows into a
 * layer, and what this adapter can do at most. Types alone; `viewCalls.ts` answers them, `api.ts` exports them.
 */
import type { TaskOptions } from '../core/task.ts';
import type { ModelSummary, Source } from './api.ts';
import type { Histogram, LayerDrift } from './apiLayers.ts';
import type { Rounding } from './apiSensitivity.ts';

/** Rounding of one weight that is tried without making a model of it. */
export interface TriedRounding extends Omit<Rounding, 'clip'> {
  readonly bits: 2 | 3 | 4 | 5 | 6 | 7 | 8;
  readonly clip: Rounding['clip'] | 'range';
  /** For clip `range`: where weights are cut off, with low <= 0 <= high. */
  readonly range?: readonly [low: number, high: number];
}

export interface ActivationRequest {
  readonly model: string;
  /** What the model is drawn over; its values set the axis. */
  readonly baseline?: string;
  readonly data?: string;
  /** The layer whose input is counted. */
  readonly node: string;
  readonly bins?: number;
  /** Samples that are run; 32 when left out. */
  readonly samples?: number;
}

export interface WeightRowRequest {
  /** The compressed model. */
  readonly model: string;
  /** What it was made from: gives the values before rounding. */
  readonly baseline: string;
  readonly parameter: string;
  /** Output channel; 0 when left out. */
  readonly row?: number;
}

/** One scale's weights of a row, with everything that rounding did to them. Types of arrays: one entry a weight. */
export interface WeightRow {
  /** Rows of the matrix and values in each. */
  readonly rows: number;
  readonly columns: number;
  readonly row: number;
  readonly bits: number;
  readonly symmetric: boolean;
  readonly scale: number;
  /** The unsigned code that stands for zero. */
  readonly zero: number;
  /** How many weights the scale serves. */
  readonly shares: number;
  readonly values: readonly number[];
  /** Unsigned codes as stored. */
  readonly codes: readonly number[];
  /** The first bytes of the row as they lie in memory. */
  readonly bytes: readonly number[];
  /** Where each bit of each shown byte comes from: the weight's place in `values` and the bit of its code; null past the end. */
  readonly origin: readonly (readonly ({ readonly weight: number; readonly bit: number } | null)[])[];
}

/** A node of a model's graph as a picture needs it. */
export interface OutlineNode {
  readonly node: string;
  readonly operator: string;
  /** Nodes whose outputs it reads, each once. */
  readonly from: readonly string[];
  /** Its weight, where it has one that a recipe can change. */
  readonly parameter: string | null;
}

export interface Outline {
  /** In topological order. */
  readonly nodes: readonly OutlineNode[];
}

/** The best rates that were measured on this adapter, for rooflines. */
export interface Ceilings {
  /** Bytes a second of a kernel that reads a value and writes one, in GB/s; and the size it was measured at. */
  readonly gbs: number;
  readonly copiedBytes: number;
  /** Operations a second of a product of square matrices of floats, in GFLOP/s; and the length of their sides. */
  readonly gflops: number;
  readonly side: number;
  /** What a kernel takes that has next to nothing to do. */
  readonly launchMs: number;
  readonly clock: 'gpu-timestamp' | 'wall';
  readonly seconds: number;
  /** ISO 8601. */
  readonly when: string;
}

export interface ClipSearchRequest {
  readonly model: string;
  readonly parameter: string;
  readonly weights: Omit<TriedRounding, 'clip' | 'range'>;
}

/** What cutting a weight off at a range costs: signal to noise in dB, largest error. */
export interface TriedClip {
  readonly range: readonly [low: number, high: number];
  readonly sqnr: number;
  readonly maxError: number;
}

export interface ClipSearch {
  /** The range that errs least, beside the one that cuts nothing off. */
  readonly best: TriedClip;
  readonly whole: TriedClip;
  /** Ranges that were tried, all weights rounded at each. */
  readonly tried: number;
  readonly seconds: number;
}

export interface TraceRequest {
  /** Side B, and side A that it is held against. */
  readonly model: string;
  readonly baseline: string;
  readonly data: string;
  /** The sample's number. */
  readonly sample: number;
}

/** What one layer makes of one sample on both sides, with how far they are apart over all of its values. */
export interface TracedLayer extends LayerDrift {
  /** Of one sample: (channels, height, width), or (features). */
  readonly shape: readonly number[];
  /** Which of the channels are given: all, or those that differ most where all would be too many. In their order. */
  readonly channels: readonly number[];
  /** (given channels, ...the rest of the shape) */
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/** What a network takes, known from its header: counted, no weight is read. Bytes. */
export interface Weighed {
  readonly name: string;
  readonly format: ModelSummary['format'];
  /** Of the files. */
  readonly fileBytes: number;
  readonly parameters: number;
  /** Of all parameters as they come. */
  readonly bytes: number;
  /** The largest one, which must fit into a buffer of the device, or be split. */
  readonly largest: { readonly parameter: string; readonly bytes: number };
  /** What the network would take with every weight rounded, in groups of 32 with a symmetric grid; widest first. */
  readonly rounded: readonly { readonly bits: number; readonly bytes: number }[];
}

/** The part of `Decant` that looks inside of one model. */
export interface DecantViews {
  /** How the values that flow into a layer are spread. */
  activations(request: ActivationRequest, options?: TaskOptions): Promise<Histogram>;
  /** One row of a packed weight, step by step from floats to bytes. */
  weightRow(request: WeightRowRequest, options?: TaskOptions): Promise<WeightRow>;
  /** Nodes and edges, for a picture of the graph. */
  outline(model: string, options?: TaskOptions): Promise<Outline>;
  /** What both sides make of one sample, layer by layer in graph order. */
  trace(request: TraceRequest, options?: TaskOptions): Promise<readonly TracedLayer[]>;
  /** The range of least squared error to cut a weight off at. */
  clipSearch(request: ClipSearchRequest, options?: TaskOptions): Promise<ClipSearch>;
  /** What a network would take, before it is opened: reads its header alone. Also of one that is open, by its id. */
  weigh(what: Source | { readonly model: string }, options?: TaskOptions): Promise<Weighed>;
  /** Measures what this adapter can do at most, by our own copy and matmul kernels. */
  ceilings(options?: TaskOptions): Promise<Ceilings>;
}
