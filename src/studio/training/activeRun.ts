/**
 * A run that goes: who steers it reaches through here the network that learns just now, whatever stage of its recipe
 * that is, and here its progress becomes reports and a record.
 */
import { messageOf } from '../../core/errors.ts';
import type { TaskOptions } from '../../core/task.ts';
import type { BegunLesson, TrainingPlace } from '../../recipes/context.ts';
import type { CheckpointListener } from '../../training/boundedCheckpoints.ts';
import { stepOfName } from '../../training/checkpoint.ts';
import type { TrainingProgress } from '../../training/curve.ts';
import type { TrainingRun } from '../../training/runOptions.ts';
import type { CheckpointSummary, RunTaskOptions, TrainingReport } from '../api.ts';
import type { SteerCommand } from './handle.ts';
import type { KeptRecord } from './records.ts';
import type { Gathered } from './reports.ts';
import { ReportGatherer } from './reports.ts';
import { ThinCurve } from './thinCurve.ts';

type Settings = Readonly<Record<string, number>>;

export class ActiveRun {
  readonly record: KeptRecord;
  executor = '';
  lesson: { readonly place: TrainingPlace; readonly begun: BegunLesson } | undefined;
  readonly #task: RunTaskOptions;
  readonly #gatherer = new ReportGatherer();
  #curve: ThinCurve;
  #learning: { readonly run: TrainingRun; readonly place: TrainingPlace } | undefined;
  #held = false;
  /** A step was asked for while nothing learns: the recipe goes on until something does. */
  #stepping = false;
  #over = false;
  #settings: Settings = {};
  #waiting: (() => void)[] = [];
  #fresh: string[] = [];

  constructor(record: KeptRecord, task: RunTaskOptions, settings: Settings = {}) {
    this.record = record;
    this.#task = task;
    this.#settings = settings;
    this.#curve = new ThinCurve(record.now.curve);
    record.late = () => ({ curve: this.#curve.kept() });
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
    this.record.change({ stage });
    while (this.#held && !this.#stepping && !this.#task.signal?.aborted) await this.#change();
  };

  readonly onRun = (run: TrainingRun, place: TrainingPlace): void => {
    this.#learning = { run, place };
    this.#setWhatWaited();
    if (this.#held) void run.pause();
    this.#stepping = false;
    this.#tell();
  };

  readonly onTraining = (progress: TrainingProgress, place: TrainingPlace): void => {
    const { now } = this.record;
    if (now.stage !== place.step) this.record.change({ stage: place.step });
    if (progress.from < progress.step) this.#curve.add(progress.from, progress.values);
    this.record.change({ step: progress.step, of: progress.of });
    if (progress.measured) this.#measured(progress.step, progress.measured, place);
    this.#gatherer.add(progress, (before) => this.#send(before, progress, place));
    const last = progress.step === progress.of;
    if (progress.measured || last || this.#held || this.#gatherer.due())
      this.#send(this.#gatherer.take(), progress, place);
    this.record.saveNowAndThen();
  };

  beginLesson(place: TrainingPlace, begun: BegunLesson): void {
    this.lesson = { place, begun };
  }

  /** Where the network that is about to learn goes on: a new one begins a curve of its own. */
  resumedAt(step: number | undefined): void {
    if (step === undefined) this.#curve = new ThinCurve();
  }

  listenerOf(place: TrainingPlace): CheckpointListener {
    const same = (summary: CheckpointSummary, step: number) =>
      summary.stage === place.step && (summary.part ?? 0) === place.part && summary.step === step;
    const without = (name: string) => {
      const step = stepOfName(name);
      return this.record.now.checkpoints.filter((summary) => !same(summary, step));
    };
    return {
      trouble: (sentence) => this.note(sentence),
      dropped: (name) => this.record.change({ checkpoints: without(name) }),
      kept: (name, bytes) => {
        const part = place.part > 0 ? { part: place.part } : {};
        const summary = { stage: place.step, ...part, step: stepOfName(name), bytes, metrics: {} };
        this.record.change({ checkpoints: [...without(name), summary] });
        void this.record.save();
      },
    };
  }

  note(sentence: string): void {
    this.record.note(sentence);
    this.#fresh.push(sentence);
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
      case 'resume':
        return this.#resume();
      case 'step':
        return this.#single();
      case 'finish':
        this.#held = false;
        this.#learning?.run.finish();
        return this.#tell();
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

  #resume(): void {
    this.#held = false;
    this.#learning?.run.resume();
    this.record.change({ status: 'running' });
    void this.record.save();
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
      this.note(messageOf(error));
    }
  }

  #set(settings: Settings): void {
    const { run, place } = this.#learning ?? {};
    if (!run || !place) {
      this.#settings = { ...this.#settings, ...settings };
      return;
    }
    run.set(settings);
    const marks = Object.entries(settings).map(([name, value]) => ({
      stage: place.step,
      step: this.record.now.step,
      name,
      value,
    }));
    this.record.change({ marks: [...this.record.now.marks, ...marks] });
  }

  // ---------------------------------------------------------------------------------------------

  #measured(step: number, metrics: Readonly<Record<string, number>>, place: TrainingPlace): void {
    const checkpoints = this.record.now.checkpoints.map((summary) =>
      summary.stage === place.step && (summary.part ?? 0) === place.part && summary.step === step
        ? { ...summary, metrics }
        : summary,
    );
    this.record.change({ checkpoints });
    void this.record.save();
  }

  #send(gathered: Gathered, progress: TrainingProgress, place: TrainingPlace): void {
    const { recipe, run } = this.record.now;
    const { step, of, metrics, learningRate, msPerStep, secondsLeft, memory } = progress;
    const kind = recipe.steps[place.step]?.kind ?? '';
    const notes = this.#fresh;
    this.#fresh = [];
    const report: TrainingReport = {
      run,
      stage: place.step,
      kind,
      step,
      of,
      losses: Object.keys(gathered.losses).length > 0 ? gathered.losses : progress.losses,
      metrics,
      learningRate,
      msPerStep,
      secondsLeft,
      curve: gathered.curve,
      executor: this.executor,
      ...(memory === undefined ? {} : { memoryBytes: memory }),
      ...(notes.length > 0 ? { notes } : {}),
    };
    this.#task.onProgress?.({ label: labelOf(kind), done: step, total: of, ...report });
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

// ---------------------------------------------------------------------------------------------

function labelOf(kind: string): string {
  if (kind === 'distill') return 'distilling';
  if (kind === 'qat') return 'training for quantization';
  if (kind === 'lora') return 'training adapters';
  return kind === 'prune' ? 'pruning while training' : 'training';
}
