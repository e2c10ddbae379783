/** What a session is given by whoever hosts it: executors, storage, decoding. In the page that is the engine worker. */
import type { ByteSource } from '../core/bytes/byteSource.ts';
import type { KeyValueStore } from '../core/keyValueStore.ts';
import type { DecodeImage } from '../data/openData.ts';
import type { Executor, ExecutorName } from '../execution/executor.ts';
import type { WebgpuExecutor } from '../execution/webgpu/webgpuExecutor.ts';
import type { AdapterSummary, DecantEvent } from './api.ts';
import type { FileShelf } from './fileShelf.ts';
import type { Tabs } from './tabs.ts';
import type { RunStorage } from './training/runFiles.ts';

export interface Environment {
  /** `reference` and `onnx` are always there; `webgpu` where the browser has it. */
  readonly executors: Partial<Record<ExecutorName, Executor>>;
  /** What the WebGPU device says of itself; undefined when there is none. After a loss it opens another device. */
  adapter(): Promise<AdapterReport | undefined>;
  /** Tells of a lost device, also while nothing runs. */
  onDeviceLost?(listener: (message: string) => void): void;
  /** Times kernel variants on the GPU; undefined where there is none. */
  readonly tuner?: Pick<WebgpuExecutor, 'tune' | 'tuningTable'>;
  /** Opens the built-in model. */
  sampleModel(): Promise<ByteSource>;
  readonly decodeImage?: DecodeImage;
  /** Records: runs, measured executor choices. */
  readonly store: KeyValueStore;
  /** Copies of opened files, so that a reload finds them again. */
  readonly shelf: FileShelf;
  /** What the tabs of this browser share; a session without is alone. */
  tabs?(): Promise<Tabs>;
  /** What the browser uses and grants, in bytes. */
  estimate?(): Promise<{ usage?: number; quota?: number }>;
  /** Where training runs keep their checkpoints; memory where the host gives nothing. */
  runStorage?(): Promise<RunStorage>;
  /** Threads that the onnx executor's WASM runs on. */
  threads(): Promise<number>;
  /** An `onnx` executor on so many threads, at most as many as `threads` says; its `dispose` frees it. */
  onnxOn?(threads: number): Executor;
  /** Browser and version, for receipts. */
  readonly browser: string;
  notify(event: DecantEvent): void;
}

export interface AdapterReport {
  readonly adapter: AdapterSummary;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
}
