/**
 * Recipes that are run and what they leave, in the words of the scripting interface. How training is steered is in
 * `apiTraining.ts`. Types alone; `api.ts` exports them with the rest.
 */
import type { ExecutorName } from '../execution/executor.ts';
import type { ModelSummary } from './api.ts';

export interface RunRequest {
  readonly model?: string;
  readonly data?: string;
  readonly recipe: unknown;
  readonly seed?: number;
  readonly executor?: ExecutorName;
  /** What training is measured on and does not learn from: opened data's id, or a share of `data`; a tenth when left out. */
  readonly heldOut?: string | number;
}

export interface RunResult {
  readonly id: string;
  readonly model: ModelSummary;
  readonly steps: readonly { readonly kind: string; readonly ms: number; readonly report: StepReport }[];
}

export interface StepReport {
  readonly layers: readonly LayerError[];
  readonly notes: readonly string[];
  /** Of the network that a step has trained: counted; `flops` of one sample, forward. */
  readonly network?: { readonly parameters: number; readonly bytes: number; readonly flops?: number };
  /** Of a step that prunes. */
  readonly pruned?: PrunedReport;
  /** Scores of a teacher that were stored: their bytes, and the milliseconds that they took once. */
  readonly cache?: { readonly bytes: number; readonly ms: number };
}

/**
 * What was pruned, what is stored and what is computed, each for itself: zeros take as many bytes and as much time as other
 * weights. Time is that of the stage, measured.
 */
export interface PrunedReport {
  readonly method: 'magnitude' | 'structured';
  /** Share of the weights that are zero, or of the channels that are gone. */
  readonly sparsity: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** If weights were stored as a bit each and the others in full: an estimate, not how anything is stored. */
  readonly bytesIfSparse: number;
  /** Of one sample, forward; absent where they cannot be counted. */
  readonly flopsBefore?: number;
  readonly flopsAfter?: number;
}

/** What a quantizer says of its own result on one layer. */
export interface LayerError {
  readonly node: string;
  readonly parameter: string;
  readonly bits: number;
  readonly maxError: number;
  /** Signal to quantization noise in decibels. */
  readonly sqnr: number;
}

export interface RunRecord {
  readonly id: string;
  readonly name: string;
  readonly model: string;
  readonly recipe: unknown;
  readonly when: string;
}

export interface Exported {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Bytes of the weights as Decant stores them, for comparison with the file. */
  readonly weightBytes: number;
  readonly bitsPerWeight: number;
  /** Containers that differ from the width asked for, as sentences. */
  readonly substitutions: readonly string[];
  /** What belongs beside the file: programs that load it, a golden input-output pair, a configuration. */
  readonly companions: readonly { readonly name: string; readonly text: string }[];
}
