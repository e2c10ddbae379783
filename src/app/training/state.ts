/**
 * What the page knows of training: the run that goes or went last, its curve by number of version, checkpoints, earlier
 * runs. Plain data; the curve's arrays and the handle of the run are in `trainer.ts`.
 */
import type { CheckpointSummary, ModelSummary, TrainingRecord } from '../../studio/api.ts';
import type { Phase } from './machine.ts';
import type { RecordedTraining } from './recording.ts';
import type { TrainingSetup } from './setup.ts';
import { READY } from './setup.ts';
import type { Trial } from './trial.ts';

/** What may change while a run goes. */
export type SettingName = 'learningRate' | 'temperature' | 'alpha';

export type Settings = Readonly<Partial<Record<SettingName, number>>>;

/** A change of a setting, where it lies on the whole curve. */
export interface ShownMark {
  readonly at: number;
  readonly name: string;
  /** Undefined where the value before is not known. */
  readonly from?: number;
  readonly to: number;
}

/** A checkpoint, where it lies on the whole curve; a pipeline's stages follow one another. */
export interface ShownCheckpoint extends CheckpointSummary {
  readonly at: number;
}

/** A student as it was after a step, opened. */
export interface OpenedStudent {
  readonly at: number;
  readonly model: ModelSummary;
}

/** What went wrong, and the one way on. */
export interface TrainingProblem {
  readonly title: string;
  readonly why: string;
  readonly action: TrainingAction;
}

export type TrainingAction =
  | { readonly kind: 'branch'; readonly label: string; readonly step: number; readonly learningRate: number }
  | { readonly kind: 'again'; readonly label: string; readonly learningRate: number }
  | { readonly kind: 'resume'; readonly label: string }
  | { readonly kind: 'free'; readonly label: string }
  | { readonly kind: 'dismiss'; readonly label: string };

export interface TrainingState {
  readonly setup: TrainingSetup;
  readonly phase: Phase;
  /** Id and name of the run on the stage; null before the first. */
  readonly run: string | null;
  readonly name: string;
  /** What the run was asked to be; the setup may have changed since. */
  readonly asked: TrainingSetup | null;
  /** Words for what is done now, where that is no training: "distilling", "rounding". */
  readonly doing: string;
  readonly stage: number;
  /** Whether it is to be held when the stage in progress is over. */
  readonly holding: boolean;
  readonly step: number;
  /** Steps in all stages. */
  readonly of: number;
  readonly losses: Readonly<Record<string, number>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly msPerStep: number;
  readonly secondsLeft: number;
  readonly memoryBytes: number | null;
  readonly executor: string | null;
  /** In force now, and at the start. */
  readonly settings: Settings;
  readonly began: Settings;
  readonly marks: readonly ShownMark[];
  readonly checkpoints: readonly ShownCheckpoint[];
  /** Of what a branch left, before it did; shown on the curve, opened from their own run. */
  readonly inherited: readonly ShownCheckpoint[];
  /** Counts up when the curve has grown, at most once a frame. */
  readonly curveVersion: number;
  readonly notes: readonly string[];
  readonly problem: TrainingProblem | null;
  /** The newest student, or the one that was chosen on the timeline. */
  readonly student: OpenedStudent | null;
  /** Step that was chosen on the timeline; null follows the newest. */
  readonly looking: number | null;
  /** The finished network. */
  readonly result: ModelSummary | null;
  /** Kept runs, oldest first. */
  readonly records: readonly TrainingRecord[];
  /** The one that was deleted last, while that can be undone. */
  readonly forgotten: TrainingRecord | null;
  /** Kept networks that were opened to teach, by the key of what was kept. */
  readonly teachers: Readonly<Record<string, ModelSummary>>;
  readonly trial: Trial | null;
  readonly when: string;
  /** A run that was recorded elsewhere and is replayed; null for one of here. */
  readonly recording: RecordedTraining | null;
}

export const NO_RUN = {
  phase: 'idle',
  run: null,
  name: '',
  asked: null,
  doing: '',
  stage: 0,
  holding: false,
  step: 0,
  of: 0,
  losses: {},
  metrics: {},
  msPerStep: 0,
  secondsLeft: 0,
  memoryBytes: null,
  executor: null,
  settings: {},
  began: {},
  marks: [],
  checkpoints: [],
  inherited: [],
  curveVersion: 0,
  notes: [],
  problem: null,
  student: null,
  looking: null,
  result: null,
  when: '',
  recording: null,
} as const satisfies Partial<TrainingState>;

export const INITIAL: TrainingState = {
  ...NO_RUN,
  setup: READY,
  records: [],
  forgotten: null,
  teachers: {},
  trial: null,
};
