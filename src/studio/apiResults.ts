/**
 * What is handed on, in the words of the scripting interface: receipts that replay, reports, programs, and the
 * calls that make them. Types alone; `api.ts` exports them with the rest.
 */
import type { TaskOptions } from '../core/task.ts';
import type { ExecutorName } from '../execution/executor.ts';
import type {
  Interval,
  Measurement,
  MeasureRequest,
  Provenance,
  Size,
  Speed,
  TrainingEnd,
  TrainingMark,
} from './api.ts';
import type { SensitivityMap } from './apiSensitivity.ts';
import type { SweepTable } from './apiStudies.ts';

/** The part of `Decant` that hands results on. */
export interface DecantResults {
  /** A measurement as a file that anyone can replay. */
  receipt(request: ReceiptRequest, options?: TaskOptions): Promise<Receipt>;
  /** Measures again what a receipt says, here. */
  replay(request: ReplayRequest, options?: TaskOptions): Promise<Replay>;
  /** A report as one HTML file, or a model card in Markdown. */
  report(request: ReportRequest, options?: TaskOptions): Promise<TextFile>;
  /** A recipe as a program. */
  code(request: CodeRequest, options?: TaskOptions): Promise<CodeFile>;
  /** The recipe inside a text: JSON, a receipt, or a program that `code` wrote. */
  readCode(text: string, options?: TaskOptions): Promise<unknown>;
}

// Receipts -----------------------------------------------------------------------------------

/** Bytes by their content. */
export interface Identity {
  readonly name: string;
  /** The built-in sample or an address that opens it again. */
  readonly source?: string;
  /** Lower-case hexadecimal. Of a model: its files, one after another. Of data: the values and labels that were run. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Samples by their content. */
export type DataIdentity = Identity & { readonly samples: number; readonly limit?: number };

/** One of the runs that made a model: the recipe's next steps, and what they need to come out the same again. */
export interface ReceiptRun {
  /** How many of the recipe's steps; those after them belong to the next run. */
  readonly steps: number;
  readonly seed: number;
  /** What they learned from. */
  readonly data: DataIdentity | null;
  /** What was held out: a share of the data, by the seed, or data of its own. */
  readonly heldOut: number | DataIdentity;
  /** Where they learned: the same executor gives the same curve. */
  readonly executor?: ExecutorName;
  /** Changes of settings while a network learned; `stage` counts the steps of this run. */
  readonly marks?: readonly TrainingMark[];
  /** Networks whose training was ended early. */
  readonly ended?: readonly TrainingEnd[];
  /** Models that its steps name; without a hash where one came from no file. */
  readonly named?: Readonly<
    Record<string, { readonly name: string; readonly sha256?: string; readonly bytes?: number }>
  >;
  /** Why the same steps made again would not give the same, as a sentence. */
  readonly note?: string;
}

/** A measurement as a file that can be replayed. */
export interface Receipt {
  readonly decant: 'receipt';
  readonly version: 1;
  readonly model: Identity & { readonly input?: unknown };
  readonly data: DataIdentity | null;
  /** What was done to the model; null for the model as it came. */
  readonly recipe: unknown;
  /** The recipe in the runs that made it, where something was learned; else it is one run on the data. */
  readonly runs?: readonly ReceiptRun[];
  readonly seed: number;
  readonly batch: number;
  readonly metrics: ReceiptMetrics;
  readonly provenance: Provenance;
  readonly versions: Readonly<Record<string, string>>;
}

export interface ReceiptMetrics {
  readonly accuracy?: Interval;
  readonly agreement?: Interval;
  readonly kl?: Interval;
  readonly difference?: Interval;
  readonly flips?: { readonly broke: number; readonly mended: number; readonly changed: number; readonly p: number };
  readonly size: Size;
  readonly speed?: Speed;
}

export interface ReceiptRequest extends MeasureRequest {
  /** What was measured already with this request; measured again when left out. */
  readonly measurement?: Measurement;
}

export interface ReplayRequest {
  readonly receipt: unknown;
  /** What is open and stands for the receipt's model and data; found by their content or opened when left out. */
  readonly model?: string;
  readonly data?: string;
  readonly executor?: ExecutorName;
}

export interface ReplayRow {
  readonly metric: string;
  readonly theirs: number | null;
  readonly ours: number | null;
  /** `same`: equal. `within`: their intervals meet. `differs`: they do not. `machine`: depends on the machine. */
  readonly verdict: 'same' | 'within' | 'differs' | 'machine';
}

export interface Replay {
  readonly receipt: Receipt;
  /** Whether model and data are the same, byte by byte. */
  readonly same: { readonly model: boolean; readonly data: boolean };
  readonly model: string;
  readonly measurement: Measurement;
  readonly rows: readonly ReplayRow[];
  readonly reproduced: boolean;
  /** One sentence. */
  readonly summary: string;
  /** What kept this from being the same again, as sentences: another executor, a schedule that the recipe does not hold. */
  readonly notes: readonly string[];
}

// Reports and programs -----------------------------------------------------------------------

export interface ReportRequest {
  readonly format: 'html' | 'markdown';
  readonly model: string;
  readonly baseline?: string;
  readonly data?: string;
  /** What was measured already; measured now when left out. */
  readonly measurement?: Measurement;
  readonly original?: Measurement;
  readonly sweep?: SweepTable;
  readonly sensitivity?: SensitivityMap;
  readonly title?: string;
  /** Stated by whoever publishes, in the place of what the file states. */
  readonly licence?: string;
}

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

export interface CodeRequest {
  readonly recipe: unknown;
  readonly language: 'python' | 'javascript' | 'json';
  /** The model that the recipe is for: its weights are then named as its file does. */
  readonly model?: string;
  /** File name or address that the program opens. */
  readonly file?: string;
}

export interface CodeFile extends TextFile {
  /** Where the program does something else than the recipe, as sentences. */
  readonly differences: readonly string[];
}
