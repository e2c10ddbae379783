/**
 * A training run: a step compiled once and run many times, on any executor, with a schedule, and with everything that
 * one may do to it while it runs: pause, single steps, other settings, checkpoints, branches. The same seed on the same
 * executor gives the same curve, also across a pause, a reload and a lost device.
 */
import { DecantError } from '../core/errors.ts';
import { throwIfAborted } from '../core/task.ts';
import type { Executor, Plan, Tensors } from '../execution/executor.ts';
import { createTensor } from '../tensor/tensor.ts';
import type { CheckpointStore, TrainingCheckpoint } from './checkpoint.ts';
import { checkpointName, checkpointSteps, encodeCheckpoint, memoryCheckpoints, readCheckpoint } from './checkpoint.ts';
import { createCurve } from './curve.ts';
import { createWatch, divergedError, findFault } from './divergence.ts';
import { createGate } from './gate.ts';
import type { LearningStep } from './learningStep.ts';
import { resumedStates } from './learningStep.ts';
import type { RunOptions, TrainingOutcome, TrainingRun } from './runOptions.ts';
import { learningRateAt } from './schedule.ts';
import type { Mark } from './settings.ts';
import { asWeights, learningRateName, settingsAt } from './settings.ts';
import type { SampleFeed, TrainingData } from './trainingData.ts';
import { createFeed } from './trainingData.ts';

/** Starts at once. */
export function startTraining(
  executor: Executor,
  step: LearningStep,
  data: TrainingData,
  options: RunOptions,
): TrainingRun {
  const run = new Run(executor, step, data, options);
  const branch = async (at: number, changes: Partial<RunOptions> = {}) => {
    const from = await readCheckpoint(run.store, at);
    return startTraining(executor, step, data, { ...options, store: memoryCheckpoints(), ...changes, from });
  };
  const done = run.start();
  // Who only steers and never awaits the end must not see an unhandled rejection.
  done.catch(() => {});
  return {
    done,
    pause: () => run.gate.pause(),
    resume: () => run.gate.resume(),
    step: () => run.gate.single(),
    finish: () => run.gate.finish(),
    cancel: () => run.cancel(),
    set: (settings) => run.set(settings),
    checkpoints: () => checkpointSteps(run.store),
    branch,
  };
}

// ---------------------------------------------------------------------------------------------

/** Longest stretch without a chance for messages and timers, in milliseconds: less than a frame. */
const longestStretch = 12;

/** A device that is lost so often without a step in between is of no use. */
const mostLosses = 4;

class Run {
  readonly store: CheckpointStore;
  readonly gate = createGate();
  readonly #step: LearningStep;
  readonly #options: RunOptions;
  readonly #feed: SampleFeed;
  readonly #abort = new AbortController();
  readonly #signal: AbortSignal;
  readonly #curve;
  readonly #initial: Readonly<Record<string, number>>;
  readonly #marks: Mark[];
  readonly #watch = createWatch();
  #executor: Executor;
  /** Steps made. */
  #at: number;
  /** Bytes of the plan, while there is one that knows. */
  #memory: number | undefined;
  /** Losses of the executor since the last step that was made. */
  #losses = 0;
  #lastGood: TrainingCheckpoint | undefined;
  /** True from when a step's inputs are fixed until it is over. */
  #inFlight = false;
  /** Samples made ready while the step before them ran. */
  #ready: { readonly step: number; readonly samples: Tensors } | undefined;

  constructor(executor: Executor, step: LearningStep, data: TrainingData, options: RunOptions) {
    this.store = options.store ?? memoryCheckpoints();
    this.#executor = executor;
    this.#step = step;
    this.#options = options;
    this.#feed = createFeed(step, data, options);
    this.#signal = options.signal ? AbortSignal.any([options.signal, this.#abort.signal]) : this.#abort.signal;
    const settings = Object.entries(step.settings).map(([name, { value }]) => [name, value]);
    this.#initial = { [learningRateName]: options.learningRate, ...Object.fromEntries(settings) };
    this.#marks = marksOf(this.#initial, options);
    this.#at = options.from?.step ?? 0;
    const facts = { learningRate: (made: number) => this.#rateOf(Math.max(0, made - 1)), memory: () => this.#memory };
    this.#curve = createCurve(step, options.steps, this.#at, facts, options.onProgress);
    this.#signal.addEventListener('abort', () => this.gate.open(), { once: true });
  }

  cancel(): void {
    this.#abort.abort(new DecantError('training/cancelled', 'The training was cancelled.'));
  }

  set(settings: Readonly<Record<string, number>>): number {
    const step = this.#at + (this.#inFlight ? 1 : 0);
    for (const [name, value] of Object.entries(asWeights(this.#initial, settings)))
      this.#marks.push({ step, name, value });
    return step;
  }

  async start(): Promise<TrainingOutcome> {
    try {
      return await this.#runOrRecover();
    } finally {
      this.gate.end();
    }
  }

  async #runOrRecover(): Promise<TrainingOutcome> {
    for (;;) {
      try {
        return await this.#run();
      } catch (error) {
        const mayRecover = error instanceof DecantError && ++this.#losses <= mostLosses;
        const other = mayRecover ? await this.#options.recover?.(error) : undefined;
        if (!other) throw error;
        this.#executor = other;
        this.#inFlight = false;
        this.#at = this.#lastGood?.step ?? this.#options.from?.step ?? 0;
        this.#curve.goBackTo(this.#at);
      }
    }
  }

  async #run(): Promise<TrainingOutcome> {
    const plan = await this.#compile();
    const { memory } = plan;
    this.#memory = memory && memory.parameters + memory.intermediates + memory.states;
    try {
      const from = this.#lastGood ?? this.#options.from;
      if (from) await plan.writeStates(resumedStates(this.#step, from));
      await this.#keep(plan);
      await this.#steps(plan);
      if (!this.#isCheckpoint(this.#at) && this.#at > (from?.step ?? 0)) await this.#checkpoint(plan);
      const states = await plan.readStates();
      this.#readRing(states);
      return {
        states,
        steps: this.#at,
        curve: this.#curve.finish(),
        marks: this.#marks,
        early: this.#at < this.#options.steps,
      };
    } finally {
      plan.dispose();
    }
  }

  async #compile(): Promise<Plan> {
    const shapes = Object.fromEntries(Object.entries(this.#feedAt(this.#at)).map(([name, { shape }]) => [name, shape]));
    return this.#executor.compile(this.#step.graph, { shapes, signal: this.#signal });
  }

  async #steps(plan: Plan): Promise<void> {
    const { steps, until = steps } = this.#options;
    const last = Math.min(steps, until);
    this.#curve.rest();
    let rested = performance.now();
    while (this.#at < last && (await this.#mayGo(plan))) {
      const read = this.#readsAfter(this.#at + 1);
      await this.#adjust(plan, this.#at);
      this.#inFlight = true;
      const running = plan.run(this.#feedAt(this.#at), {
        signal: this.#signal,
        fetch: read ? [this.#step.history] : [],
      });
      if (this.#at + 1 < last) this.#ready = { step: this.#at + 1, samples: this.#feed(this.#at + 1) };
      const results = await running;
      this.#inFlight = false;
      this.#losses = 0;
      this.#at++;
      if (read && !this.#curve.add(this.#at, results[this.#step.history], this.#watch.passes))
        await this.#diverged(plan);
      if (this.#isCheckpoint(this.#at)) await this.#checkpoint(plan);
      this.gate.passed();
      if (performance.now() - rested < longestStretch) continue;
      await yieldToMessages();
      rested = performance.now();
    }
    throwIfAborted(this.#signal);
  }

  async #adjust(plan: Plan, step: number): Promise<void> {
    const { adjust } = this.#options;
    if (!adjust || step % adjust.every !== 0 || step > adjust.until) return;
    await plan.writeStates(adjust.change(await plan.readStates(), step));
  }

  /** Waits while the run is held; that time is nobody's step. */
  async #mayGo(plan: Plan): Promise<boolean> {
    const held = this.gate.watched();
    if (held && this.#curve.last().step < this.#at) this.#readRing(await plan.readStates());
    const goes = await this.gate.mayGo();
    throwIfAborted(this.#signal);
    if (held) this.#curve.rest();
    return goes;
  }

  /** Ended or held in the middle of a ring: what is in it has not been read yet. */
  #readRing(states: Tensors): void {
    const { historyState } = this.#step;
    if (historyState !== undefined && this.#curve.last().step < this.#at)
      this.#curve.add(this.#at, states[historyState], this.#watch.passes);
  }

  /** At the end of each ring, of the run, and of what someone waits for. */
  #readsAfter(made: number): boolean {
    return (
      made % this.#step.ring === 0 || made === this.#options.steps || this.#isCheckpoint(made) || this.gate.watched()
    );
  }

  #isCheckpoint(made: number): boolean {
    const { steps, checkpointEvery = Math.max(1, Math.ceil(steps / 10)) } = this.#options;
    return made % checkpointEvery === 0 || made === steps;
  }

  #feedAt(step: number): Tensors {
    const settings = settingsAt(this.#initial, this.#marks, step);
    const scalars = Object.entries(this.#step.settings).map(([name, { input }]) => [input, scalarOf(settings[name])]);
    const samples = this.#ready?.step === step ? this.#ready.samples : this.#feed(step);
    return { ...samples, ...Object.fromEntries(scalars), [this.#step.learningRate]: scalarOf(this.#rateOf(step)) };
  }

  #rateOf(step: number): number {
    const { steps, schedule = { kind: 'constant' } } = this.#options;
    return learningRateAt(schedule, settingsAt(this.#initial, this.#marks, step)[learningRateName], step, steps);
  }

  async #checkpoint(plan: Plan): Promise<void> {
    const checkpoint = await this.#keep(plan);
    await this.store.write(checkpointName(this.#at), encodeCheckpoint(checkpoint));
    const measured = await this.#options.evaluate?.(checkpoint.states, this.#at);
    if (measured) this.#curve.measure(this.#at, measured);
  }

  async #keep(plan: Plan): Promise<TrainingCheckpoint> {
    const checkpoint = { step: this.#at, states: await plan.readStates(), marks: [...this.#marks] };
    if (!this.#watch.doubtful()) this.#lastGood = checkpoint;
    return checkpoint;
  }

  /** Goes back to the last good states, runs up to the step that failed, and asks there which layer went first. */
  async #diverged(plan: Plan): Promise<never> {
    const { step: made, loss } = this.#curve.last();
    const good = this.#lastGood ?? { step: 0, states: {} };
    await plan.writeStates(resumedStates(this.#step, good));
    for (let at = good.step; at < made - 1; at++) {
      throwIfAborted(this.#signal);
      await this.#adjust(plan, at);
      await plan.run(this.#feedAt(at), { fetch: [] });
    }
    const fault = await findFault(this.#executor, this.#step, await plan.readStates(), this.#feedAt(made - 1));
    throw divergedError({ step: made, loss, fault, lastGood: good.step });
  }
}

/** Those of the checkpoint, and of those that are known beforehand the ones that it does not have. */
function marksOf(initial: Readonly<Record<string, number>>, { from, marks = [] }: RunOptions): Mark[] {
  const before = from?.marks ?? [];
  const known = new Set(before.map(({ step, name, value }) => `${step} ${name} ${value}`));
  const given = marks.flatMap(({ step, name, value }) =>
    Object.entries(asWeights(initial, { [name]: value })).map(([own, weight]) => ({ step, name: own, value: weight })),
  );
  return [...before, ...given.filter(({ step, name, value }) => !known.has(`${step} ${name} ${value}`))];
}

/** Lets messages in, without the milliseconds that timers wait for when they follow each other. */
function yieldToMessages(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

const scalarOf = (value: number) => createTensor('f32', [], Float32Array.of(value));
