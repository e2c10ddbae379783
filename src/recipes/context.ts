/** What steps may need beside the graph: data, an executor, other models, and somebody who watches while they train. */
import type { TaskOptions } from '../core/task.ts';
import type { SampleSource } from '../evaluation/collectOutputs.ts';
import type { Executor } from '../execution/executor.ts';
import type { Graph } from '../graph/graph.ts';
import type { CheckpointStore, TrainingCheckpoint } from '../training/checkpoint.ts';
import type { TrainingProgress } from '../training/curve.ts';
import type { LearningStep } from '../training/learningStep.ts';
import type { TrainingRun } from '../training/runOptions.ts';
import type { Mark } from '../training/settings.ts';
import type { StepResult } from './reports.ts';
import type { Finish } from './training/finish.ts';

/** Which network of which step of a recipe learns. */
export interface TrainingPlace {
  readonly step: number;
  /** 0 but for steps that train several networks one after the other. */
  readonly part: number;
}

/** A network that is about to learn. */
export interface BegunLesson {
  /** As it is measured, with the weights that it begins with. */
  readonly model: Graph;
  /** The step as a graph, to export it. */
  readonly step: LearningStep;
  /** What becomes of it in the end; undefined where it stays as it learned. */
  readonly finish?: Finish;
}

export interface RecipeContext extends TaskOptions {
  /** Where calibration and training run. */
  readonly executor?: Executor;
  /** Real samples, raw; labels too where there are any. */
  readonly data?: SampleSource;
  /** Labelled samples that are not learned from: each checkpoint is measured on them. */
  readonly heldOut?: SampleSource;
  /** Hears of what is about to learn, before its first step; the step waits. */
  readonly onLesson?: (lesson: BegunLesson, place: TrainingPlace) => Promise<void> | void;
  /** The run's model, before its first step; `runRecipe` fills it in. */
  readonly original?: Graph;
  /** Other opened models, by id. */
  readonly models?: (id: string) => Graph | undefined;
  /** Decides what a step's own seed does not. 0 when left out. */
  readonly seed?: number;
  /** Number of the step in its recipe; `runRecipe` fills it in. */
  readonly step?: number;
  /** Number of the network in a step that trains several, such as assistants; the step fills it in. */
  readonly part?: number;
  /** Where checkpoints are kept; in memory when left out. */
  readonly checkpoints?: (place: TrainingPlace) => CheckpointStore;
  /** Where a network goes on that has learned before; undefined begins anew. */
  readonly resume?: (place: TrainingPlace) => Promise<TrainingCheckpoint | undefined>;
  /** Changes of settings that a network's training is to make again at the same steps. */
  readonly marks?: (place: TrainingPlace) => readonly Mark[];
  /** The step after which a network's training ends before its last; undefined for none. */
  readonly until?: (place: TrainingPlace) => number | undefined;
  /** Hears of a run as soon as it starts, to pause it and to change its settings. */
  readonly onRun?: (run: TrainingRun, place: TrainingPlace) => void;
  /** Losses and metrics while a step trains. */
  readonly onTraining?: (progress: TrainingProgress, place: TrainingPlace) => void;
  /** The recipe waits before each of its steps. */
  readonly beforeStep?: (step: number) => Promise<void>;
  /** Keeps what a step has left, so that a recipe goes on from there. */
  readonly afterStep?: (step: number, graph: Graph, result: StepResult) => Promise<void>;
  /** Steps of training between two readings of losses; 1 on executors that hand them over at no cost, else 16. */
  readonly readEvery?: number;
  /** Another executor after the device was lost. */
  readonly recover?: (error: Error) => Promise<Executor | undefined>;
}
