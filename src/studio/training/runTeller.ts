/** Makes reports and a record of what a run does: its progress, its checkpoints, what went otherwise than planned. */
import type { TrainingPlace } from '../../recipes/context.ts';
import type { CheckpointListener } from '../../training/boundedCheckpoints.ts';
import { stepOfName } from '../../training/checkpoint.ts';
import type { TrainingProgress } from '../../training/curve.ts';
import { learnedNothing } from '../../training/divergence.ts';
import type { CheckpointSummary, RunTaskOptions, TrainingReport } from '../api.ts';
import type { KeptRecord } from './records.ts';
import type { Gathered } from './reports.ts';
import { ReportGatherer } from './reports.ts';
import { ThinCurve } from './thinCurve.ts';

export class RunTeller {
  /** Where the run computes now. */
  executor = '';
  readonly #record: KeptRecord;
  readonly #onProgress: RunTaskOptions['onProgress'];
  readonly #gatherer = new ReportGatherer();
  #curve: ThinCurve;
  /** What checkpoints are judged by; undefined without labels. */
  judged: { readonly samples: number; readonly classes: number } | undefined;
  /** Loss of the first step of the network that learns. */
  #first: number | undefined;
  #said = false;
  /** Sentences that no report has told yet. */
  #fresh: string[] = [];

  constructor(record: KeptRecord, { onProgress }: RunTaskOptions) {
    this.#record = record;
    this.#onProgress = onProgress;
    this.#curve = new ThinCurve(record.now.curve);
    record.late = () => ({ curve: this.#curve.kept() });
  }

  /** @param watched whether somebody waits for this report */
  tell(progress: TrainingProgress, place: TrainingPlace, watched: boolean): void {
    const { step, of, from, values, measured } = progress;
    if (from < step) this.#curve.add(from, values);
    this.#record.change({ stage: place.step, part: place.part, step, of });
    this.#first ??= values.total?.[0];
    if (measured) this.#measured(step, measured, place);
    if (measured) this.#judge(progress, measured.heldOut);
    this.#gatherer.add(progress, (before) => this.#send(before, progress, place));
    if (measured || watched || step === of || this.#gatherer.due()) this.#send(this.#gatherer.take(), progress, place);
    this.#record.saveNowAndThen();
  }

  note(sentence: string): void {
    this.#record.note(sentence);
    this.#fresh.push(sentence);
  }

  /** Where the network that is about to learn goes on: a new one begins a curve of its own. */
  resumedAt(step: number | undefined): void {
    if (step !== undefined) return;
    this.#curve = new ThinCurve();
    this.#first = undefined;
  }

  listenerOf(place: TrainingPlace): CheckpointListener {
    const same = (summary: CheckpointSummary, step: number) =>
      summary.stage === place.step && (summary.part ?? 0) === place.part && summary.step === step;
    const without = (name: string) => {
      const step = stepOfName(name);
      return this.#record.now.checkpoints.filter((summary) => !same(summary, step));
    };
    return {
      trouble: (sentence) => this.note(sentence),
      dropped: (name) => this.#record.change({ checkpoints: without(name) }),
      kept: (name, bytes) => {
        const part = place.part > 0 ? { part: place.part } : {};
        const summary = { stage: place.step, ...part, step: stepOfName(name), bytes, metrics: {} };
        this.#record.change({ checkpoints: [...without(name), summary] });
        void this.#record.save();
      },
    };
  }

  // -------------------------------------------------------------------------------------------

  #measured(step: number, metrics: Readonly<Record<string, number>>, place: TrainingPlace): void {
    const checkpoints = this.#record.now.checkpoints.map((summary) =>
      summary.stage === place.step && (summary.part ?? 0) === place.part && summary.step === step
        ? { ...summary, metrics }
        : summary,
    );
    this.#record.change({ checkpoints });
    void this.#record.save();
  }

  /** Says once, when a quarter of the steps is over, that nothing was learned. */
  #judge({ step, of, losses }: TrainingProgress, heldOut: number | undefined): void {
    const { total: now } = losses;
    if (!this.judged || heldOut === undefined || this.#first === undefined || now === undefined || this.#said) return;
    const sentence = learnedNothing({ step, of, heldOut, first: this.#first, now, ...this.judged });
    if (sentence === undefined) return;
    this.#said = true;
    this.note(sentence);
  }

  #send(gathered: Gathered, progress: TrainingProgress, place: TrainingPlace): void {
    const { recipe, run } = this.#record.now;
    const { step, of, metrics, learningRate, msPerStep, secondsLeft, memory } = progress;
    const kind = recipe.steps[place.step]?.kind ?? '';
    const notes = this.#fresh;
    this.#fresh = [];
    const report: TrainingReport = {
      run,
      stage: place.step,
      ...(place.part > 0 ? { part: place.part } : {}),
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
    this.#onProgress?.({ label: labelOf(kind), done: step, total: of, ...report });
  }
}

// ---------------------------------------------------------------------------------------------

function labelOf(kind: string): string {
  if (kind === 'distill') return 'distilling';
  if (kind === 'qat') return 'training for quantization';
  if (kind === 'lora') return 'training adapters';
  return kind === 'prune' ? 'pruning while training' : 'training';
}
