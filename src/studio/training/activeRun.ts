/**
 * A run that goes: who steers it reaches through here the network that learns just now, whatever stage of its recipe
 * that is. What it tells goes through its teller.
 */
import { messageOf } from '../../core/errors.ts';
import type { TaskOptions } from '../../core/task.ts';
import type { BegunLesson, TrainingPlace } from '../../recipes/context.ts';
import type { TrainingProgress } from '../../training/curve.ts';
import type { TrainingRun } from '../../training/runOptions.ts';
import type { RunTaskOptions } from '../api.ts';
import type { SteerCommand } from './handle.ts';
import type { KeptRecord } from './records.ts';
import { RunTeller } from './runTeller.ts';

type Settings = Readonly<Record<string, number>>;

export class ActiveRun {
  readonly record: KeptRecord;
  readonly teller: RunTeller;
  lesson: { readonly place: TrainingPlace; readonly begun: BegunLesson } | undefined;
  readonly #task: RunTaskOptions;
  #learning: { readonly run: TrainingRun; readonly place: TrainingPlace } | undefined;
  #held = false;
  /** Hold when the recipe's step in progress is over. */
  #holdNext = false;
  /** A step was asked for while nothing learns: the recipe goes on until something does. */
  #stepping = false;
  #finishing = false;
  #over = false;
  #settings: Settings = {};
  #waiting: (() => void)[] = [];
  #stage: number;

  constructor(record: KeptRecord, task: RunTaskOptions, settings: Settings = {}) {
    this.record = record;
    this.#task = task;
    this.#settings = settings;
    this.#stage = record.now.stage;
    this.teller = new RunTeller(record, task);
  }

  /** Progress of what is not training; the page sees it under the run's own label. */
  get task(): TaskOptions {
    const { signal } = this.#task;
    const onProgress: TaskOptions['onProgress'] = (progress) => {
      if (!this.#learning) this.#task.onProgress?.(progress);
    };
    return { ...(signal ? { signal } : {}), onProgress };
  }

  // Called by the recipe ------------------------------------------------------------------------

  /** Waits while the run is held. */
  readonly beforeStep = async (stage: number): Promise<void> => {
    this.#learning = undefined;
    if (stage !== this.#stage) this.record.change({ stage, step: 0, of: 0 });
    this.#stage = stage;
    if (this.#holdNext && stage > 0) await this.#holdBetween();
    while (this.#held && !this.#stepping && !this.#task.signal?.aborted) await this.#change();
  };

  readonly onRun = (run: TrainingRun, place: TrainingPlace): void => {
    this.#learning = { run, place };
    this.#setWhatWaited();
    if (this.#finishing) run.finish();
    if (this.#held) void run.pause();
    this.#finishing = false;
    this.#stepping = false;
    this.#tell();
  };

  readonly onTraining = (progress: TrainingProgress, place: TrainingPlace): void =>
    this.teller.tell(progress, place, this.#held);

  /** Tells of all stages that are over, the newest among them. */
  readonly tellStages = (): void => {
    const { recipe, stages, original } = this.record.now;
    const label = 'measuring what a stage has left';
    const told = { stages, ...(original ? { original } : {}) };
    this.#task.onProgress?.({ label, done: stages.length, total: recipe.steps.length, ...told });
  };

  beginLesson(place: TrainingPlace, begun: BegunLesson): void {
    this.lesson = { place, begun };
  }

  end(): void {
    this.#over = true;
    this.#learning = undefined;
    this.#tell();
  }

  // Called by who steers ------------------------------------------------------------------------

  async steer(command: SteerCommand): Promise<void> {
    switch (command.kind) {
      case 'pause':
        return this.#pause();
      case 'pauseAfterStage':
        return this.#pauseAfterStage();
      case 'resume':
        return this.#resume();
      case 'step':
        return this.#single();
      case 'finish':
        return this.#finish();
      case 'set':
        return this.#set(command.settings);
      default:
        command satisfies never;
    }
  }

  async #pause(): Promise<void> {
    this.#held = true;
    await this.#learning?.run.pause();
    if (this.#over || !this.#held) return;
    this.record.change({ status: 'paused' });
    await this.record.save();
  }

  async #pauseAfterStage(): Promise<void> {
    this.#holdNext = true;
    while (this.#holdNext && !this.#over) await this.#change();
  }

  async #holdBetween(): Promise<void> {
    this.#held = true;
    this.record.change({ status: 'paused' });
    await this.record.save();
    this.#holdNext = false;
    this.#tell();
  }

  #resume(): void {
    this.#held = false;
    this.#holdNext = false;
    this.#learning?.run.resume();
    this.record.change({ status: 'running' });
    void this.record.save();
    this.#tell();
  }

  /** What does not learn yet ends as soon as it would. */
  #finish(): void {
    this.#held = false;
    if (this.#learning) this.#learning.run.finish();
    else this.#finishing = true;
    this.#tell();
  }

  /** Waits for a network that learns where there is none yet. */
  async #single(): Promise<void> {
    this.#held = true;
    this.#stepping = !this.#learning;
    this.#tell();
    while (!this.#learning && !this.#over) await this.#change();
    await this.#learning?.run.step();
    this.record.change({ status: 'paused' });
  }

  /** Asked for before anything learned: what does not fit is said, and costs no run. */
  #setWhatWaited(): void {
    const settings = this.#settings;
    this.#settings = {};
    try {
      if (Object.keys(settings).length > 0) this.#set(settings);
    } catch (error) {
      this.teller.note(messageOf(error));
    }
  }

  #set(settings: Settings): void {
    const { run, place } = this.#learning ?? {};
    if (!run || !place) {
      this.#settings = { ...this.#settings, ...settings };
      return;
    }
    const step = run.set(settings);
    const marks = Object.entries(settings).map(([name, value]) => ({
      stage: place.step,
      ...(place.part > 0 ? { part: place.part } : {}),
      step,
      name,
      value,
    }));
    this.record.change({ marks: [...this.record.now.marks, ...marks] });
  }

  #change(): Promise<void> {
    const { signal } = this.#task;
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  #tell(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
