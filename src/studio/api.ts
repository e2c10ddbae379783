/**
 * The scripting interface, `window.decant`: the same object that the page itself uses. Documented in
 * `docs/scripting.md`. What crosses it is handles (ids), recipes, numbers and bytes: never a tensor on the GPU, a
 * buffer or a function. Every promise takes `{ signal, onProgress }` last.
 */
import type { TaskOptions } from '../core/task.ts';
import type { ExecutorName } from '../execution/executor.ts';
import type { DType } from '../tensor/dtype.ts';
import type { DriftRequest, Histogram, HistogramRequest, LayerDrift, LayerProfile } from './apiLayers.ts';
import type { DecantLibrary } from './apiLibrary.ts';
import type { Measurement, MeasureRequest } from './apiMeasurement.ts';
import type { DecantResults } from './apiResults.ts';
import type { Exported, RunRecord, RunRequest } from './apiRuns.ts';
import type { DecantStudies } from './apiStudies.ts';
import type { DecantTraining, RunHandle, RunTaskOptions } from './apiTraining.ts';
import type { DecantViews } from './apiViews.ts';

export type * from './apiHealing.ts';
export type * from './apiLayers.ts';
export type * from './apiLibrary.ts';
export type * from './apiMeasurement.ts';
export type * from './apiResults.ts';
export type * from './apiRuns.ts';
export type * from './apiSensitivity.ts';
export type * from './apiStudies.ts';
export type * from './apiTraining.ts';
export type * from './apiViews.ts';

/** The names of dtypes at this boundary are those of the safetensors and numpy world. */
export type ScriptDType = 'float32' | 'float16' | 'int64' | 'int32' | 'int8' | 'uint8' | 'uint32' | 'bool';

export interface ScriptTensor {
  readonly dtype: ScriptDType;
  readonly shape: readonly number[];
  /** The dtype's own typed array: BigInt64Array for int64, Uint16Array of bits for float16, Uint8Array for bool. */
  readonly data: ArrayBufferView;
}

export type Source = File | Blob | ArrayBuffer | string | readonly File[];

export interface Readiness {
  readonly executors: readonly ExecutorName[];
  readonly chosen: { readonly executor: ExecutorName; readonly why: string };
  readonly adapter: AdapterSummary | null;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
  readonly selfCheck: readonly SelfCheckRow[];
}

export interface AdapterSummary {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** True for a CPU that poses as a GPU (SwiftShader, llvmpipe, WARP): the page then never says "your GPU". */
  readonly software: boolean;
}

export interface SelfCheckRow {
  readonly kernel: string;
  /** Largest error relative to the largest expected magnitude, on this adapter. */
  readonly error: number;
  readonly tolerance: number;
  readonly ok: boolean;
}

/** How raw values become what the network was trained on; prepended to the graph as nodes. */
export interface InputAdaptation {
  readonly layout?: 'NCHW' | 'NHWC';
  readonly scale?: number;
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
  readonly channels?: 'rgb' | 'bgr' | 'gray';
  readonly resize?: readonly [number, number];
}

export interface ValueSummary {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly (number | string)[];
}

export interface ModelSummary {
  readonly id: string;
  readonly name: string;
  readonly format: 'onnx' | 'safetensors' | 'built-in' | 'run';
  readonly parameters: number;
  readonly bytes: number;
  readonly bitsPerWeight: number;
  /** In file order, initializers left out. */
  readonly inputs: readonly ValueSummary[];
  readonly outputs: readonly ValueSummary[];
  readonly operators: Readonly<Record<string, number>>;
  readonly unsupported: readonly { readonly node: string; readonly operator: string; readonly reason: string }[];
  /** The weights that a recipe can change, in graph order. */
  readonly layers: readonly LayerSummary[];
  /** Sentences about what was done on opening (rebatched, raised, refused) and what to check (accuracy at chance). */
  readonly notes: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

export interface LayerSummary {
  /** The consumer's name, which `targets` and `ignore` of a recipe take. */
  readonly node: string;
  readonly operator: string;
  readonly parameter: string;
  readonly shape: readonly number[];
  /** Width of the stored codes, or 32 or 16 for floats. */
  readonly bits: number;
  readonly bytes: number;
  /** Scales in all: 0 for floats. */
  readonly scales: number;
}

export interface DataSummary {
  readonly id: string;
  readonly name: string;
  readonly samples: number;
  readonly classes: readonly string[] | null;
  /** One sample's shape and dtype. */
  readonly shape: readonly number[];
  readonly dtype: DType;
}

export interface SampleImages {
  readonly shape: readonly number[];
  /** (count, ...shape) raw uint8 values. */
  readonly pixels: Uint8Array;
  readonly labels: Int32Array | null;
}

/** What a reload finds again of what was open. */
export interface Reopened {
  readonly model: ModelSummary | null;
  /** The network that was opened beside it. */
  readonly second: ModelSummary | null;
  readonly data: DataSummary | null;
  /** What must be opened by hand once more, because its files were too large to keep or are gone. */
  readonly missing: readonly MissingFiles[];
}

export interface MissingFiles {
  readonly role: 'model' | 'second' | 'data';
  readonly name: string;
  /** What the browser lends of the files; the page must ask for permission before they can be read. */
  readonly handles?: readonly FileSystemFileHandle[];
  readonly input?: InputAdaptation;
}

/** What happens without being asked for. */
export type DecantEvent =
  | { readonly kind: 'ready'; readonly readiness: Readiness }
  | { readonly kind: 'device-lost'; readonly message: string; readonly recovered: boolean }
  | { readonly kind: 'closed'; readonly id: string }
  /** Kept runs have changed, here or in another tab. */
  | { readonly kind: 'library' };

/** What the browser lends of files, one for each: kept in the place of files that are too large to be copied. */
export interface Lent {
  readonly handles?: readonly FileSystemFileHandle[];
}

export interface Decant extends DecantStudies, DecantResults, DecantTraining, DecantViews, DecantLibrary {
  readonly ready: Promise<Readiness>;
  openModel(
    source: Source,
    options?: { name?: string; input?: InputAdaptation; remember?: 'model' | 'second' | false } & Lent & TaskOptions,
  ): Promise<ModelSummary>;
  openData(
    source: Source | readonly Source[],
    options?: { name?: string; limit?: number; remember?: boolean } & Lent & TaskOptions,
  ): Promise<DataSummary>;
  /** Runs a recipe; the handle steers its training. Without `model` the recipe starts from nothing. */
  run(request: RunRequest, options?: RunTaskOptions): RunHandle;
  measure(request: MeasureRequest, options?: TaskOptions): Promise<Measurement>;
  predict(
    request: { model: string; inputs: Readonly<Record<string, ScriptTensor>>; executor?: ExecutorName },
    options?: TaskOptions,
  ): Promise<Record<string, ScriptTensor>>;
  exportModel(
    model: string,
    request: { format: 'onnx-qdq' | 'onnx-nbits' | 'safetensors' },
    options?: TaskOptions,
  ): Promise<Exported>;
  runs(options?: TaskOptions): Promise<readonly RunRecord[]>;
  /** Opens again what was open before a reload. `tab` names the tab, which then remembers for itself. */
  reopen(options?: { tab?: string } & TaskOptions): Promise<Reopened>;
  close(id: string, options?: TaskOptions): Promise<void>;
  // What the views need beside it.
  histogram(request: HistogramRequest, options?: TaskOptions): Promise<Histogram>;
  samples(request: { data: string; start: number; count: number }, options?: TaskOptions): Promise<SampleImages>;
  /** Where a model drifts from its baseline, layer by layer in graph order. */
  drift(request: DriftRequest, options?: TaskOptions): Promise<readonly LayerDrift[]>;
  profile(request: { model: string; batch?: number }, options?: TaskOptions): Promise<readonly LayerProfile[]>;
  /** Runs the self-check of every kernel family, not only of those that the sample uses. */
  selfCheck(options?: TaskOptions): Promise<readonly SelfCheckRow[]>;
  /** The tuner's table for this adapter; with a model, the variants that it chooses between are timed first. */
  tuning(
    request?: { model?: string; batch?: number },
    options?: TaskOptions,
  ): Promise<
    readonly { family: string; shapeClass: string; winner: string; timings: Readonly<Record<string, number>> }[]
  >;
  subscribe(listener: (event: DecantEvent) => void): () => void;
}
