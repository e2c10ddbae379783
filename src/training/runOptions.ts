/** What a training run takes, what it gives, and what may be done to it while it goes. Types alone. */
import type { DecantError } from '../core/errors.ts';
import type { Executor, Tensors } from '../execution/executor.ts';
import type { CheckpointStore, TrainingCheckpoint } from './checkpoint.ts';
import type { Curve, TrainingProgress } from './curve.ts';
import type { Schedule } from './schedule.ts';
import type { Mark } from './settings.ts';
import type { FeedOptions } from './trainingData.ts';

/** Changes states between steps by a rule that follows from them alone, such as masks that grow. */
export interface StateAdjustment {
  /** Before each step whose number, from 0, is a multiple of this. */
  readonly every: number;
  /** The last step before which it happens. */
  readonly until: number;
  /** The states that become others. */
  change(states: Tensors, step: number): Tensors;
}

export interface RunOptions extends FeedOptions {
  readonly steps: number;
  /** The highest learning rate of the schedule. */
  readonly learningRate: number;
  /** Constant when left out. */
  readonly schedule?: Schedule;
  /** Steps between checkpoints; a tenth of all when left out. */
  readonly checkpointEvery?: number;
  /** Where checkpoints are kept; in memory when left out. */
  readonly store?: CheckpointStore;
  readonly adjust?: StateAdjustment;
  /** Goes on from here instead of from the step's initial states. */
  readonly from?: TrainingCheckpoint;
  /** Changes of settings that are known beforehand, in the words of `set`: those of a run that is made again. */
  readonly marks?: readonly Mark[];
  /** Ends after so many steps as `finish` does; the schedule stays that of all `steps`. */
  readonly until?: number;
  /** Measures the model as it is, after every checkpoint: accuracy on held-out data, say. */
  readonly evaluate?: (states: Tensors, step: number) => Promise<Readonly<Record<string, number>>>;
  /** Another executor after this one failed for good, such as by a lost device; undefined gives up. */
  readonly recover?: (error: DecantError) => Promise<Executor | undefined>;
  readonly onProgress?: (progress: TrainingProgress) => void;
  readonly signal?: AbortSignal;
}

export interface TrainingOutcome {
  /** The states after the last step: parameters, moments, averages. */
  readonly states: Tensors;
  /** Steps made in all. */
  readonly steps: number;
  readonly curve: Curve;
  readonly marks: readonly Mark[];
  /** True when `finish` ended it early. */
  readonly early: boolean;
}

export interface TrainingRun {
  /** Rejects with `training/diverged`, or with the reason of an abort. */
  readonly done: Promise<TrainingOutcome>;
  /** Resolves when the step in progress is over and no other will start. */
  pause(): Promise<void>;
  resume(): void;
  /** Makes one step of a paused run; resolves when it is over. */
  step(): Promise<void>;
  /** Ends now, keeping what was learned. */
  finish(): void;
  /** Ends now, keeping nothing but the checkpoints. */
  cancel(): void;
  /**
   * Changes `learningRate`, `alpha` or a setting of the step from the next step on.
   *
   * @returns the steps made before it holds
   * @throws DecantError `training/setting`
   */
  set(settings: Readonly<Record<string, number>>): number;
  /** Steps of which there are checkpoints. */
  checkpoints(): Promise<readonly number[]>;
  /** Another run from a checkpoint of this one, with other options. Checkpoints go to their own store. */
  branch(step: number, changes?: Partial<RunOptions>): Promise<TrainingRun>;
}
