/** The training runs of a session: those that go, and those that are kept. Loaded with the first recipe that is run. */
import { DecantError } from '../../core/errors.ts';
import type { TaskOptions } from '../../core/task.ts';
import { parseRecipe } from '../../recipes/schema.ts';
import type {
  BranchChanges,
  CheckpointSummary,
  DecantTraining,
  ModelSummary,
  RunRequest,
  RunResult,
  RunTaskOptions,
  TrainingRecord,
} from '../api.ts';
import type { Environment } from '../environment.ts';
import type { ModelEntry } from '../models.ts';
import { runModel } from '../runModel.ts';
import { summarizeModel } from '../summaries.ts';
import type { Workbench } from '../workbench.ts';
import { ActiveRun } from './activeRun.ts';
import { branchRecord } from './branchRecord.ts';
import type { Execution } from './executeRun.ts';
import { executeRun } from './executeRun.ts';
import { failRun, leftNothing } from './failRun.ts';
import type { SteerCommand } from './handle.ts';
import { isChain } from './heldOut.ts';
import type { Identity } from './identity.ts';
import { entryOf, openKept } from './keptModels.ts';
import type { Subjects } from './prepareRun.ts';
import { recordOf, subjectsAgain, subjectsOf } from './prepareRun.ts';
import type { StoredTraining } from './records.ts';
import { deleteRecord, KeptRecord, readRecord, readRecords } from './records.ts';
import type { RunFiles, RunLocks, RunStorage } from './runFiles.ts';
import { memoryLocks, memoryRunFiles } from './runFiles.ts';
import { RunFolder } from './runFolder.ts';
import type { RunTeller } from './runTeller.ts';
import { shownRecord } from './shownRecord.ts';

/** What a run begins with. */
interface Beginning {
  readonly record: StoredTraining;
  readonly subjects: Subjects;
  readonly settings?: Readonly<Record<string, number>>;
}

type Begun = Execution & { letGo(): void };

export class Trainings {
  readonly #bench: Workbench;
  readonly #environment: Environment;
  readonly #files: RunFiles;
  readonly #locks: RunLocks;
  readonly #going = new Map<string, Promise<Begun>>();
  /** Ids of the models that finished runs made, by run. */
  readonly #results = new Map<string, string>();

  constructor(bench: Workbench, environment: Environment, { files, locks }: RunStorage) {
    this.#bench = bench;
    this.#environment = environment;
    this.#files = files;
    this.#locks = locks;
  }

  static async open(bench: Workbench, environment: Environment): Promise<Trainings> {
    const inMemory = { files: memoryRunFiles(), locks: memoryLocks() };
    return new Trainings(bench, environment, (await environment.runStorage?.()) ?? inMemory);
  }

  async start(run: string, request: RunRequest, task: RunTaskOptions): Promise<RunResult> {
    const recipe = parseRecipe(request.recipe);
    if (!isChain(recipe)) return runModel(this.#bench, request, task, run);
    return this.#go(run, task, async () => ({
      subjects: subjectsOf(this.#bench, request, recipe),
      record: await recordOf(this.#bench, run, request, recipe),
    }));
  }

  /** @throws DecantError `training/over` for a run that ended, `training/not-open` when what it works on is not open */
  async goOn(run: string, task: RunTaskOptions): Promise<RunResult> {
    return this.#go(run, task, async () => {
      const record = await this.#stored(run);
      if (record.status === 'done' || record.status === 'diverged') throw overError(record);
      const subjects = await this.#subjectsAgain(record, task);
      return { subjects, record: { ...record, status: 'running', why: undefined } };
    });
  }

  async branch(
    run: string,
    parent: { readonly run: string; readonly step: number },
    changes: BranchChanges,
    task: RunTaskOptions,
  ): Promise<RunResult> {
    return this.#go(run, task, async () => {
      const from = await this.#record(parent.run);
      const folder = await this.#folder(parent.run);
      const record = await branchRecord(run, from, parent.step, changes, folder, this.#files.of(run));
      const subjects = await this.#subjectsAgain(record, task);
      return { record, subjects, ...(changes.settings ? { settings: changes.settings } : {}) };
    });
  }

  /** A run that is over has nothing to steer: only a setting that cannot be set any more is worth an error. */
  async steer(run: string, command: SteerCommand): Promise<void> {
    const begun = await this.#going.get(run)?.catch(() => undefined);
    if (begun) return begun.active.steer(command);
    if (command.kind === 'set')
      throw new DecantError(
        'training/over',
        'The run is over, so nothing of it can be set; branch from a checkpoint.',
        {
          run,
        },
      );
  }

  async checkpoints(run: string): Promise<readonly CheckpointSummary[]> {
    return (await this.#record(run)).checkpoints;
  }

  async list(): Promise<readonly TrainingRecord[]> {
    const [stored, taken] = [await readRecords(this.#environment.store), await this.#locks.taken()];
    return Promise.all(
      stored.map(async (record) => {
        const begun = await this.#going.get(record.run)?.catch(() => undefined);
        const result = this.#bench.openings.models.find(this.#results.get(record.run) ?? '');
        const place = begun ? 'here' : taken.has(record.run) ? 'elsewhere' : 'nowhere';
        return shownRecord(begun?.active.record.now ?? record, place, result);
      }),
    );
  }

  async delete(run: string): Promise<void> {
    await this.#record(run);
    const letGo = await this.#locks.take(run);
    if (!letGo) throw this.#going.has(run) ? busyError(run) : elsewhereError(run);
    try {
      await this.#forget(run);
    } finally {
      letGo();
    }
  }

  async open(request: Parameters<DecantTraining['openCheckpoint']>[0]): Promise<ModelSummary> {
    const record = await this.#record(request.run);
    const { openCheckpoint } = await import('./openCheckpoint.ts');
    const entry = await openCheckpoint(this.#bench, record, await this.#folder(request.run), request);
    return summarizeModel(entry);
  }

  async exportStep(run: string, task: TaskOptions): ReturnType<DecantTraining['exportTrainingStep']> {
    const { exportRunStep } = await import('./exportRunStep.ts');
    const begun = await this.#going.get(run)?.catch(() => undefined);
    const record = await this.#record(run);
    return exportRunStep(record, begun?.active.lesson?.begun, async () => ({
      bench: this.#bench,
      environment: this.#environment,
      active: new ActiveRun(new KeptRecord(this.#environment.store, record), task),
      folder: await this.#folder(run),
      subjects: await this.#subjectsAgain(record, task),
    }));
  }

  // -------------------------------------------------------------------------------------------

  /** Known from here on to who steers, though nothing has begun. */
  async #go(run: string, task: RunTaskOptions, begin: () => Promise<Beginning>): Promise<RunResult> {
    if (this.#going.has(run)) throw busyError(run);
    const beginning = this.#begin(run, task, begin);
    this.#going.set(run, beginning);
    try {
      const begun = await beginning;
      try {
        return await this.#complete(begun, await executeRun(begun));
      } catch (error) {
        const named = await failRun(begun.active, error);
        if (leftNothing(begun.active)) await this.#forget(run);
        throw named;
      } finally {
        begun.active.end();
        begun.letGo();
      }
    } finally {
      this.#going.delete(run);
    }
  }

  async #begin(run: string, task: RunTaskOptions, begin: () => Promise<Beginning>): Promise<Begun> {
    const letGo = await this.#locks.take(run);
    if (!letGo) throw elsewhereError(run);
    try {
      const { record, subjects, settings } = await begin();
      const kept = new KeptRecord(this.#environment.store, record);
      await kept.save();
      const active = new ActiveRun(kept, task, settings);
      active.teller.judged = judgedBy(subjects);
      const folder = new RunFolder(this.#files.of(run));
      return { bench: this.#bench, environment: this.#environment, active, folder, subjects, letGo };
    } catch (error) {
      letGo();
      throw error;
    }
  }

  async #complete({ active, subjects }: Begun, graph: ModelEntry['graph']): Promise<RunResult> {
    const { record } = active;
    const entry = this.#bench.openings.models.add(entryOf(this.#bench, record.now, graph, subjects));
    this.#results.set(record.now.run, entry.id);
    record.change({ status: 'done', why: undefined });
    await record.save();
    const { run, name, recipe, reports } = record.now;
    await this.#bench.records.add({ name, model: subjects.model?.name ?? name, recipe }, run);
    return { id: run, model: await summarizeModel(entry), steps: reports };
  }

  async #record(run: string): Promise<StoredTraining> {
    const begun = await this.#going.get(run)?.catch(() => undefined);
    return begun?.active.record.now ?? this.#stored(run);
  }

  async #stored(run: string): Promise<StoredTraining> {
    const record = await readRecord(this.#environment.store, run);
    if (record) return record;
    throw new DecantError('studio/unknown-id', `There is no training run "${run}".`, { run });
  }

  /** That of a run that goes knows what could not be written. */
  async #folder(run: string): Promise<RunFolder> {
    const begun = await this.#going.get(run)?.catch(() => undefined);
    return begun?.folder ?? new RunFolder(this.#files.of(run));
  }

  async #forget(run: string): Promise<void> {
    await deleteRecord(this.#environment.store, run);
    await this.#files.remove(run);
  }

  #subjectsAgain(record: StoredTraining, task: TaskOptions): Promise<Subjects> {
    const { sampleModel } = this.#environment;
    const folderOf = (run: string) => new RunFolder(this.#files.of(run));
    const kept = (identity: Identity) => openKept(this.#bench, identity, sampleModel, folderOf);
    return subjectsAgain(this.#bench, record, kept, task);
  }
}

// ---------------------------------------------------------------------------------------------

function judgedBy({ samples }: Subjects): RunTeller['judged'] {
  const { labels, classes, samples: count } = samples?.heldOut ?? { samples: 0 };
  return labels && classes ? { samples: count, classes: classes.length } : undefined;
}

const busyError = (run: string): DecantError =>
  new DecantError('training/running', 'The run goes on in this tab; stop it first.', { run });

const elsewhereError = (run: string): DecantError =>
  new DecantError('training/elsewhere', 'Another tab of this browser has this run; go on with it there, or close it.', {
    run,
  });

function overError({ run, status }: StoredTraining): DecantError {
  const why = status === 'done' ? 'The run is done' : 'The run has diverged';
  return new DecantError('training/over', `${why}; branch from one of its checkpoints to go on.`, { run });
}
