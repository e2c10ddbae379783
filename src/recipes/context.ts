/** What steps may need beside the graph: data, an executor, other models, and somebody who watches while they train. */
import type { TaskOptions } from '../core/task.ts';
import type { SampleSource } from '../evaluation/collectOutputs.ts';
import type { Executor } from '../execution/executor.ts';
import type { Graph } from '../graph/graph.ts';
import type { CheckpointStore } from '../training/checkpoint.ts';
import type { TrainingProgress } from '../training/curve.ts';
import type { LearningStep } from '../training/learningStep.ts';
import type { TrainingRun } from '../training/runOptions.ts';

export interface RecipeContext extends TaskOptions {
  /** Where calibration and training run. */
  readonly executor?: Executor;
  /** Real samples, raw; labels too where there are any. */
  readonly data?: SampleSource;
  /** Labelled samples that are not learned from: each checkpoint is measured on them. */
  readonly heldOut?: SampleSource;
  /** Hears of a run's step as a graph, to export it. */
  readonly onStep?: (step: LearningStep, index: number) => void;
  /** The run's model, before its first step; `runRecipe` fills it in. */
  readonly original?: Graph;
  /** Other opened models, by id. */
  readonly models?: (id: string) => Graph | undefined;
  /** Decides what a step's own seed does not. 0 when left out. */
  readonly seed?: number;
  /** Number of the step in its recipe; `runRecipe` fills it in. */
  readonly step?: number;
  /** Where the checkpoints of a step are kept; in memory when left out. */
  readonly checkpoints?: (step: number) => CheckpointStore;
  /** Hears of a run as soon as it starts, to pause it and to change its settings. */
  readonly onRun?: (run: TrainingRun, step: number) => void;
  /** Losses and metrics while a step trains. */
  readonly onTraining?: (progress: TrainingProgress, step: number) => void;
  /** Steps of training between two readings of losses; 1 on executors that hand them over at no cost, else 16. */
  readonly readEvery?: number;
  /** Another executor after the device was lost. */
  readonly recover?: (error: Error) => Promise<Executor | undefined>;
}
