/**
 * Runs that train, as scripts and the page see them: a handle to steer, what is told while they go, what is kept of them.
 * Types alone; part of `api.ts`.
 */
import type { Progress, TaskOptions } from '../core/task.ts';
import type { Interval, ModelSummary, PrunedReport, RunResult } from './api.ts';

/** The last argument of what runs a recipe; while a step trains, progress has the fields of a report as well. */
export interface RunTaskOptions {
  readonly signal?: AbortSignal;
  onProgress?(progress: Progress & Partial<TrainingReport>): void;
}

/** What `onProgress` of `run` receives while a step trains, beside `label`, `done` and `total`. */
export interface TrainingReport {
  /** The run, from its first report on. */
  readonly run: string;
  /** Number of the recipe's step that trains, and its kind. */
  readonly stage: number;
  /** Number of the network in a stage that trains several, such as assistants; absent for the first. */
  readonly part?: number;
  readonly kind: string;
  /** Steps of training made, of how many. */
  readonly step: number;
  readonly of: number;
  /** Means since the last report: each term, and `total`. */
  readonly losses: Readonly<Record<string, number>>;
  /**
   * Of the batch (`accuracy`, `gradientNorm`); after a checkpoint also what was measured there on held-out data:
   * `heldOut` (accuracy) and `agreement` (share of samples on which the teacher gives the same answer).
   */
  readonly metrics: Readonly<Record<string, number>>;
  readonly learningRate: number;
  readonly msPerStep: number;
  readonly secondsLeft: number;
  /** Every value of the curve since the last report; `from` is the number of its first step. */
  readonly curve: { readonly from: number; readonly values: Readonly<Record<string, Float32Array>> };
  readonly executor: string;
  /** Bytes that the run holds on the executor, where it knows. */
  readonly memoryBytes?: number;
  /** Sentences about what went otherwise than planned since the last report: storage full, a device lost. */
  readonly notes?: readonly string[];
  /** All that the finished steps of the recipe have left, told when another one is over. */
  readonly stages?: readonly StageSummary[];
  /** Of a chain of several steps, beside `stages`: its model as it was before the first, measured likewise. */
  readonly original?: StageSummary;
}

/** A change of settings while a run went. */
export interface TrainingMark {
  readonly stage: number;
  readonly part?: number;
  readonly step: number;
  readonly name: string;
  readonly value: number;
}

/** Where a network's training was ended before its last step. */
export interface TrainingEnd {
  readonly stage: number;
  readonly part?: number;
  readonly step: number;
}

/** A place to go back to. */
export interface CheckpointSummary {
  readonly stage: number;
  /** Number of the network in a stage that trains several, such as assistants; absent for the first. */
  readonly part?: number;
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
  /** Holds the run when the recipe's step in progress is over; resolves when it is held there, or over. */
  pauseAfterStage(): Promise<void>;
  resume(): Promise<void>;
  /** Makes one step of a paused run; resolves when it is over. */
  step(): Promise<void>;
  /** Ends the training now, keeping what was learned. */
  finish(): Promise<void>;
  /** `learningRate`, or a setting of the loss (`temperature`, `alpha`, …), from the next step on. */
  set(settings: Readonly<Record<string, number>>): Promise<void>;
  checkpoints(): Promise<readonly CheckpointSummary[]>;
  /** Another run from a checkpoint of this one, with other settings or another recipe of the same networks. */
  branch(step: number, changes?: BranchChanges, options?: RunTaskOptions): RunHandle;
}

export interface BranchChanges {
  /** The recipe's step whose checkpoint is meant; the one that trained last when left out. */
  readonly stage?: number;
  readonly part?: number;
  readonly settings?: Readonly<Record<string, number>>;
  readonly steps?: number;
  readonly name?: string;
}

/** A step of a run's recipe that is over: what it left. */
export interface StageSummary {
  readonly kind: string;
  readonly ms: number;
  /** Of the model that it left. */
  readonly bytes: number;
  readonly parameters: number;
  /** Measured on held-out data: `heldOut`, `agreement`. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The same with their 95 % intervals. */
  readonly intervals?: Readonly<Record<string, Interval>>;
  /** What the metrics were measured on, where there was something. */
  readonly measuredOn?: { readonly name: string; readonly samples: number };
  /** Of a step that prunes: what is zero or gone, what is stored, what is computed. */
  readonly pruned?: PrunedReport;
  /** Of the model that it left, timed between stages; absent where it could not be timed. */
  readonly speed?: StageSpeed;
}

/** Milliseconds of a whole run of a batch, input to read-back, by the wall clock, warm. */
export interface StageSpeed {
  readonly medianMs: number;
  readonly p10: number;
  readonly p90: number;
  /** Runs that were timed. */
  readonly n: number;
  /** Samples in one run. */
  readonly batch: number;
  readonly executor: string;
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
  /** Networks of finished stages whose training was ended before its last step. */
  readonly ended?: readonly TrainingEnd[];
  readonly status: 'running' | 'paused' | 'interrupted' | 'done' | 'stopped' | 'diverged';
  /** A sentence about how it ended, where it ended badly; or that another tab has it. */
  readonly why?: string;
  /** True while another tab runs it: it can be looked at there, not steered from here. */
  readonly elsewhere?: boolean;
  /** Sentences about what went otherwise than planned. */
  readonly notes?: readonly string[];
  readonly when: string;
  readonly stage: number;
  /** Network of that stage that trained last, where it trains several; 0 or absent for the first. */
  readonly part?: number;
  readonly step: number;
  readonly of: number;
  readonly marks: readonly TrainingMark[];
  readonly checkpoints: readonly CheckpointSummary[];
  /** The recipe's steps that are over. */
  readonly stages: readonly StageSummary[];
  /** Of a chain of several steps: its model before the first of them; `kind` is `original`. */
  readonly original?: StageSummary;
  /**
   * The curve of the stage that trained last, thinned to at most 600 points a name. Each point is the mean of `every`
   * steps, the first of them beginning after step `from`.
   */
  readonly curve: {
    readonly from: number;
    readonly every: number;
    readonly values: Readonly<Record<string, readonly number[]>>;
  };
  /** The finished model, while it is open. */
  readonly result?: ModelSummary;
}

/** Ids of opened models. */
export interface FeaturePairsRequest {
  readonly student: string;
  readonly teacher: string;
}

export interface FeaturePairs {
  /** For `loss.pairs` of a distillation by features; empty where no sizes agree. */
  readonly proposed: readonly { readonly student: string; readonly teacher: string }[];
  /** Values of each that may be paired, in order. */
  readonly student: readonly FeatureValue[];
  readonly teacher: readonly FeatureValue[];
}

export interface FeatureValue {
  readonly value: string;
  /** Channels, then height and width where it is an image. */
  readonly shape: readonly number[];
}

export interface DecantTraining {
  /** Training runs that are kept, oldest first. */
  trainings(options?: TaskOptions): Promise<readonly TrainingRecord[]>;
  /** Goes on with a run that a reload or a lost device interrupted, from its newest whole checkpoint. */
  resumeRun(run: string, options?: RunTaskOptions): RunHandle;
  /** Another run from a checkpoint of a kept one; as `branch` of its handle, also after a reload. */
  branchRun(run: string, step: number, changes?: BranchChanges, options?: RunTaskOptions): RunHandle;
  /** Opens the student as it was after a step; without `step` what the finished run made. */
  openCheckpoint(
    request: { readonly run: string; readonly stage?: number; readonly part?: number; readonly step?: number },
    options?: TaskOptions,
  ): Promise<ModelSummary>;
  /** Forgets a run and its checkpoints. */
  deleteTraining(run: string, options?: TaskOptions): Promise<void>;
  /** The layers of a student and its teacher that features may be compared at, and the pairs proposed from shapes. */
  featurePairs(request: FeaturePairsRequest, options?: TaskOptions): Promise<FeaturePairs>;
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
