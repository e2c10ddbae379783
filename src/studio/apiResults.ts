/**
 * What is handed on, in the words of the scripting interface: receipts that replay, reports, programs, and the
 * calls that make them. Types alone; `api.ts` exports them with the rest.
 */
import type { TaskOptions } from '../core/task.ts';
import type { ExecutorName } from '../execution/executor.ts';
import type { Interval, Measurement, MeasureRequest, Provenance, Size, Speed } from './api.ts';
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

/** A measurement as a file that can be replayed. */
export interface Receipt {
  readonly decant: 'receipt';
  readonly version: 1;
  readonly model: Identity & { readonly input?: unknown };
  readonly data: (Identity & { readonly samples: number; readonly limit?: number }) | null;
  /** What was done to the model; null for the model as it came. */
  readonly recipe: unknown;
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
