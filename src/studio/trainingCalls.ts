/** The calls of the scripting interface that run recipes and train. What they do is loaded with the first of them. */
import type { TaskOptions } from '../core/task.ts';
import type {
  BranchChanges,
  CheckpointSummary,
  Decant,
  DecantTraining,
  ModelSummary,
  RunRequest,
  RunResult,
  RunTaskOptions,
  TrainingRecord,
} from './api.ts';
import type { FeaturePairs, FeaturePairsRequest } from './apiTraining.ts';
import type { Environment } from './environment.ts';
import { Keeping } from './keeping.ts';
import type { RunCalls, SteerCommand } from './training/handle.ts';
import { runHandles } from './training/handle.ts';
import type { Trainings } from './training/trainings.ts';
import type { Workbench } from './workbench.ts';

export class TrainingCalls extends Keeping implements DecantTraining, RunCalls {
  readonly #models: Workbench['openings']['models'];
  readonly #make: () => Promise<Trainings>;
  readonly run: Decant['run'];
  readonly resumeRun: Decant['resumeRun'];
  readonly branchRun: Decant['branchRun'];

  constructor(bench: Workbench, environment: Environment) {
    super(bench, environment);
    this.#models = bench.openings.models;
    let made: Promise<Trainings> | undefined;
    this.#make = () => {
      made ??= import('./training/trainings.ts').then(({ Trainings }) => Trainings.open(bench, environment));
      return made;
    };
    const { run, resumeRun, branchRun } = runHandles(this);
    this.run = run;
    this.resumeRun = resumeRun;
    this.branchRun = branchRun;
  }

  async startRun(run: string, request: RunRequest, options: RunTaskOptions = {}): Promise<RunResult> {
    return (await this.#make()).start(run, request, options);
  }

  async continueRun(run: string, options: RunTaskOptions = {}): Promise<RunResult> {
    return (await this.#make()).goOn(run, options);
  }

  async startBranch(
    run: string,
    parent: { readonly run: string; readonly step: number },
    changes: BranchChanges,
    options: RunTaskOptions = {},
  ): Promise<RunResult> {
    return (await this.#make()).branch(run, parent, changes, options);
  }

  async steerRun(run: string, command: SteerCommand): Promise<void> {
    return (await this.#make()).steer(run, command);
  }

  async checkpointsOf(run: string): Promise<readonly CheckpointSummary[]> {
    return (await this.#make()).checkpoints(run);
  }

  async trainings(): Promise<readonly TrainingRecord[]> {
    return (await this.#make()).list();
  }

  async openCheckpoint(request: Parameters<DecantTraining['openCheckpoint']>[0]): Promise<ModelSummary> {
    return (await this.#make()).open(request);
  }

  async deleteTraining(run: string): Promise<void> {
    return (await this.#make()).delete(run);
  }

  async exportTrainingStep(run: string, options: TaskOptions = {}): ReturnType<DecantTraining['exportTrainingStep']> {
    return (await this.#make()).exportStep(run, options);
  }

  async featurePairs({ student, teacher }: FeaturePairsRequest): Promise<FeaturePairs> {
    const [own, other] = [student, teacher].map((id) => this.#models.get(id).graph);
    const { featurePairs } = await import('./featurePairs.ts');
    return featurePairs(own, other);
  }
}
