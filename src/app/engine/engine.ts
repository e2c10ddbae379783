/**
 * What views may ask of the engine, and its composition from controllers. Controllers write into the store; views never
 * see a promise of theirs but for what only one view shows (a distribution, a histogram, a profile).
 */

import type { TaskOptions } from '../../core/task.ts';
import type { ExecutorName } from '../../execution/executor.ts';
import type {
  Decant,
  Exported,
  Histogram,
  InputAdaptation,
  LayerProfile,
  Measurement,
  SelfCheckRow,
  Source,
} from '../../studio/api.ts';
import type { AppStore } from '../store/appStore.ts';
import type { SideName } from '../store/types.ts';
import type { ImageShelf } from './imageShelf.ts';
import type { Looks } from './looks.ts';
import type { Studies } from './studies.ts';

/** How both sides weigh the classes of one input; shares in [0, 1]. */
export interface Distributions {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

export type ExportFormat = 'onnx-qdq' | 'onnx-nbits' | 'safetensors';

export type Tuning = Awaited<ReturnType<Decant['tuning']>>;

export interface Engine extends Studies, Looks {
  /** For what keeps a state of its own beside the store: training. */
  readonly decant: Decant;
  readonly images: ImageShelf;
  start(): void;
  stop(): void;
  /** Measures both sides anew, whatever is known. */
  measureAgain(): void;
  /** Asks for samples; the store's `imagesVersion` counts up when they are there. */
  wantImages(samples: readonly number[]): void;
  openModel(source: Source, input?: InputAdaptation): Promise<void>;
  /** Opens a second file and makes it side B. */
  openSecond(source: Source): Promise<void>;
  /** Opens the network that is opened now again, with other nodes before it. */
  adaptInput(input: InputAdaptation): Promise<void>;
  openData(source: Source | readonly Source[]): Promise<void>;
  openBuiltIn(): Promise<void>;
  /** Asks for permission to read files that were open before a reload, and opens them; only in a click. */
  openAgain(): Promise<void>;
  /** Opens the network that is held because it is too large for this machine. */
  openAnyway(): Promise<void>;
  /** Takes in cards, receipts, recipes and archives; gives back all other files. */
  takeIn(files: readonly File[]): Promise<readonly File[]>;
  distributions(sample: number, signal: AbortSignal): Promise<Distributions | null>;
  /** The answers to an input that is not in the data: raw values in the model's own input shape. */
  distributionsOf(values: Uint8Array, signal: AbortSignal): Promise<Distributions | null>;
  histogram(side: SideName, parameter: string, bins: number, options: TaskOptions): Promise<Histogram | null>;
  /** @param options `batch` samples in one run; 1 when left out */
  profile(side: SideName, options: TaskOptions & { readonly batch?: number }): Promise<readonly LayerProfile[] | null>;
  /** Times a side on another executor than the chosen one. */
  measureOn(
    executor: ExecutorName,
    side: SideName,
    options: TaskOptions & { readonly batch?: number; readonly threads?: number },
  ): Promise<Measurement | null>;
  exportSide(side: SideName, format: ExportFormat, options: TaskOptions): Promise<Exported | null>;
  selfCheck(options: TaskOptions): Promise<readonly SelfCheckRow[]>;
  tuning(options: TaskOptions): Promise<Tuning>;
  /** Times the kernel variants that a side's model chooses between, then gives the table. */
  tune(side: SideName, options: TaskOptions): Promise<Tuning | null>;
}

/** What controllers share. */
export interface EngineContext {
  readonly decant: Decant;
  readonly store: AppStore;
  readonly images: ImageShelf;
}
