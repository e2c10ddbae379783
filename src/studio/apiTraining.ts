/**
 * Runs that train, as scripts and the page see them: a handle to steer, what is told while they go, what is kept of them.
 * Types alone; part of `api.ts`.
 */
import type { TaskOptions } from '../core/task.ts';
import type { ModelSummary, RunResult } from './api.ts';

/** What `onProgress` of `run` receives while a step trains, beside `label`, `done` and `total`. */
export interface TrainingReport {
  /** The run, from its first report on. */
  readonly run: string;
  /** Number of the recipe's step that trains, and its kind. */
  readonly stage: number;
  readonly kind: string;
  /** Steps of training made, of how many. */
  readonly step: number;
  readonly of: number;
  /** Means since the last report: each term, and `total`. */
  readonly losses: Readonly<Record<string, number>>;
  /** Of the batch; after a checkpoint what was measured on held-out data as well. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly learningRate: number;
  readonly msPerStep: number;
  readonly secondsLeft: number;
  /** Every value of the curve since the last report; `from` is the number of its first step. */
  readonly curve: { readonly from: number; readonly values: Readonly<Record<string, Float32Array>> };
  readonly executor: string;
  /** Bytes that the run holds on the executor, where it knows. */
  readonly memoryBytes?: number;
}

/** A change of settings while a run went. */
export interface TrainingMark {
  readonly stage: number;
  readonly step: number;
  readonly name: string;
  readonly value: number;
}

/** A place to go back to. */
export interface CheckpointSummary {
  readonly stage: number;
  readonly step: number;
  readonly bytes: number;
  /** Measured on held-out data there. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** The promise of the result, and what may be done until it comes. */
export interface RunHandle extends Promise<RunResult> {
  readonly run: string;
  /** Resolves when the step in progress is over and no other will start. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Makes one step of a paused run; resolves when it is over. */
  step(): Promise<void>;
  /** Ends the training now, keeping what was learned. */
  finish(): Promise<void>;
  /** `learningRate`, or a setting of the loss (`temperature`, `alpha`, …), from the next step on. */
  set(settings: Readonly<Record<string, number>>): Promise<void>;
  checkpoints(): Promise<readonly CheckpointSummary[]>;
  /** Another run from a checkpoint of this one, with other settings or another recipe of the same networks. */
  branch(step: number, changes?: BranchChanges, options?: TaskOptions): RunHandle;
}

export interface BranchChanges {
  readonly settings?: Readonly<Record<string, number>>;
  readonly steps?: number;
  readonly name?: string;
}

/** A training run as it is kept: survives a reload. */
export interface TrainingRecord {
  readonly run: string;
  readonly name: string;
  readonly recipe: unknown;
  readonly model?: string;
  readonly data?: string;
  readonly seed: number;
  /** The run and the step that this one branched from. */
  readonly parent?: { readonly run: string; readonly step: number };
  readonly status: 'running' | 'paused' | 'interrupted' | 'done' | 'stopped' | 'diverged';
  /** A sentence about how it ended, where it ended badly. */
  readonly why?: string;
  readonly when: string;
  readonly stage: number;
  readonly step: number;
  readonly of: number;
  readonly marks: readonly TrainingMark[];
  readonly checkpoints: readonly CheckpointSummary[];
  /** The curve, thinned to at most 600 points a name; each point is the mean of its stretch. */
  readonly curve: { readonly every: number; readonly values: Readonly<Record<string, readonly number[]>> };
  /** The finished model, while it is open. */
  readonly result?: ModelSummary;
}

export interface DecantTraining {
  /** Training runs that are kept, oldest first. */
  trainings(options?: TaskOptions): Promise<readonly TrainingRecord[]>;
  /** Goes on with a run that a reload or a lost device interrupted, from its newest whole checkpoint. */
  resumeRun(run: string, options?: TaskOptions): RunHandle;
  /** Opens the student as it was after a step. */
  openCheckpoint(
    request: { readonly run: string; readonly stage?: number; readonly step: number },
    options?: TaskOptions,
  ): Promise<ModelSummary>;
  /** Forgets a run and its checkpoints. */
  deleteTraining(run: string, options?: TaskOptions): Promise<void>;
  /** The step of a run as an ONNX graph: forward, loss, gradients and update; what to feed and what comes back. */
  exportTrainingStep(
    run: string,
    options?: TaskOptions,
  ): Promise<{
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly inputs: readonly string[];
    readonly outputs: readonly string[];
    /** State output to the input that takes it in the next step. */
    readonly states: Readonly<Record<string, string>>;
  }>;
}
