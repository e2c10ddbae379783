/**
 * Training as the views ask for it: composes a run, starts and steers it, goes back in time, branches, resumes, and shows
 * what was kept. One run is on the stage at a time (`runStage.ts`); earlier ones are records.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { BranchChanges, Decant, ModelSummary, TrainingRecord } from '../../studio/api.ts';
import type { AppStore } from '../store/appStore.ts';
import type { Curve } from './curve.ts';
import { createCurve } from './curve.ts';
import { createForgetting } from './forgetting.ts';
import { copyOf, isOver, keptState, readSetup, thinned } from './kept.ts';
import type { KeptTeacher } from './keptTeachers.ts';
import { createTeacherShelf } from './keptTeachers.ts';
import { landInB } from './landing.ts';
import { after, may } from './machine.ts';
import type { RecordedTraining } from './recording.ts';
import { replay } from './recording.ts';
import { axisOf, settingsAfter, withMark } from './reports.ts';
import type { RunStage } from './runStage.ts';
import { createRunStage } from './runStage.ts';
import type { TrainingSetup } from './setup.ts';
import { READY, recipeOf } from './setup.ts';
import type { Sources } from './sources.ts';
import { createSources, isBuiltIn } from './sources.ts';
import type { Settings, ShownCheckpoint, ShownMark, TrainingAction, TrainingState } from './state.ts';
import { NO_RUN } from './state.ts';
import { trialKey, tryStudent } from './trial.ts';

export interface Trainer {
  readonly store: StoreApi<TrainingState>;
  readonly sources: Sources;
  /** The curve of the run on the stage; its arrays grow, `curveVersion` of the store counts when. */
  curve(): Curve;
  /** Changes words of the next run. */
  choose(change: Partial<TrainingSetup>): void;
  start(): Promise<void>;
  /** Start, pause or resume, whichever there is to do. */
  toggle(): void;
  pause(): void;
  resume(): void;
  step(): void;
  /** Holds the run when its stage in progress is over; a second time takes that back. */
  holdAfterStage(): void;
  /** Ends the training, keeping what was learned. */
  finish(): void;
  /** Leaves the run; its record stays. */
  reset(): void;
  /** From the next step on. */
  set(settings: Settings): void;
  /** Shows the student of the checkpoint at a step, also as side B; null follows the newest again. */
  look(at: number | null): Promise<void>;
  /** Another run from the checkpoint at a step. */
  branch(at: number, changes: BranchChanges): Promise<void>;
  resumeRun(record: TrainingRecord): Promise<void>;
  /** Puts an ended run on the stage as it was. */
  show(record: TrainingRecord): void;
  /** Replays a run that was recorded elsewhere. */
  watch(recording: RecordedTraining): void;
  /** Deletes a kept run and its checkpoints, a while later: until then that can be undone. */
  forget(record: TrainingRecord): void;
  undoForget(): void;
  /** Deletes a run that was made only to be looked at. */
  clearAway(run: string): void;
  refreshRecords(): Promise<void>;
  solve(action: TrainingAction): void;
  /** Times a few steps of what the setup would train. */
  tryOut(signal: AbortSignal): Promise<void>;
  /** Opens a kept network, to teach; null where that cannot be, which is then said. */
  openTeacher(teacher: KeptTeacher): Promise<ModelSummary | null>;
}

/** What the parts below share. */
interface Work {
  readonly decant: Decant;
  readonly app: AppStore;
  readonly stage: RunStage;
  readonly sources: Sources;
}

export function createTrainer(decant: Decant, app: AppStore): Trainer {
  const stage = createRunStage(decant, app);
  const work: Work = { decant, app, stage, sources: createSources(decant, app) };
  const { store, steer, refreshRecords } = stage;
  const teachers = createTeacherShelf(decant);
  const forgetting = createForgetting(decant, stage);
  const choose = (change: Partial<TrainingSetup>): void =>
    store.setState({ setup: { ...store.getState().setup, ...change } });
  const pause = () => void steer('pause', 'paused', (handle) => handle.pause());
  const resume = () => {
    store.setState({ holding: false });
    void steer('resume', null, (handle) => handle.resume());
  };
  const trainer: Trainer = {
    store,
    sources: work.sources,
    curve: stage.curve,
    choose,
    start: () => start(work),
    toggle: () => {
      const { phase } = store.getState();
      if (phase === 'running' || phase === 'starting') pause();
      else if (phase === 'paused') resume();
      else void start(work);
    },
    pause,
    resume,
    step: () => void steer('step', 'paused', (handle) => handle.step()),
    holdAfterStage: () => holdAfterStage(work),
    finish: () => void steer('finish', null, (handle) => handle.finish()),
    reset: stage.clear,
    set: (settings) => {
      if (stage.handle() && !store.getState().recording) change(work, settings);
      else choose(settings);
    },
    look: (at) => look(work, at),
    branch: (at, changes) => branch(work, at, changes),
    resumeRun: (record) => resumeRun(work, record),
    show: (record) => show(work, record),
    watch: (recording) => watch(work, recording),
    forget: forgetting.forget,
    undoForget: forgetting.undo,
    clearAway: (run) => void decant.deleteTraining(run).catch(stage.say).then(refreshRecords),
    refreshRecords,
    solve: (action) => solve(trainer, work, action),
    tryOut: (signal) => tryOut(work, signal),
    openTeacher: async (teacher) => {
      const model = await teachers.open(teacher).catch(stage.say);
      if (model) store.setState({ teachers: { ...store.getState().teachers, [teacher.key]: model } });
      return model ?? null;
    },
  };
  return trainer;
}

// ---------------------------------------------------------------------------------------------------------------------

async function start({ decant, stage, sources }: Work): Promise<void> {
  const { getState, setState } = stage.store;
  const { setup, phase } = getState();
  if (!may(phase, 'start')) return;
  const recipe = recipeOf(setup);
  setState({ ...NO_RUN, name: recipe.name, asked: setup, phase: after(phase, 'start') });
  try {
    const request = { ...(await sources.subject(setup)), recipe, seed: setup.seed };
    if (getState().phase !== 'starting') return;
    stage.put({
      asked: setup,
      axis: axisOf(recipe),
      curve: createCurve(),
      state: { name: recipe.name },
      begin: (options) => decant.run(request, options),
    });
  } catch (thrown) {
    setState({ phase: 'idle' });
    stage.say(thrown);
  }
}

function holdAfterStage({ stage }: Work): void {
  const { getState, setState } = stage.store;
  const handle = stage.handle();
  if (!handle || getState().recording) return;
  const holding = !getState().holding;
  setState({ holding });
  if (!holding) {
    handle.resume().catch(stage.say);
    return;
  }
  const held = (): void => {
    if (getState().holding && stage.handle() === handle)
      setState({ holding: false, phase: after(getState().phase, 'paused') });
  };
  handle.pauseAfterStage().then(held, stage.say);
}

/** Changes settings of the run that goes; a change that the engine refuses leaves no mark. */
function change({ stage }: Work, settings: Settings): void {
  const { getState, setState } = stage.store;
  const before = getState();
  const now = before.settings as Readonly<Record<string, number | undefined>>;
  const changed = Object.entries(settings).filter(([name, value]) => now[name] !== value);
  if (changed.length === 0) return;
  const marks = changed.reduce<readonly ShownMark[]>((all, [name, to]) => {
    const from = now[name];
    return withMark(all, { at: before.step, name, to, ...(from === undefined ? {} : { from }) }, before.of);
  }, before.marks);
  setState({ settings: { ...before.settings, ...settings }, marks });
  stage
    .handle()
    ?.set(Object.fromEntries(changed))
    .catch((thrown) => {
      setState({ settings: before.settings, marks: before.marks });
      stage.say(thrown);
    });
}

async function look({ app, stage }: Work, at: number | null): Promise<void> {
  const { getState, setState } = stage.store;
  const { checkpoints, run, result, of, recording } = getState();
  const checkpoint = at === null ? checkpoints.at(-1) : checkpoints.find((one) => one.at === at);
  setState({ looking: checkpoint && at !== null ? at : null });
  if (run === null || !checkpoint) return;
  if (!result || recording || (at !== null && at !== of)) return stage.showStudent(run, checkpoint);
  setState({ student: { at: checkpoint.at, model: result } });
  landInB(app, run, 'result', result);
}

async function branch(work: Work, at: number, changes: BranchChanges): Promise<void> {
  const { decant, stage } = work;
  await reopenSources(work, stage.store.getState().run);
  const { run, asked, checkpoints, inherited, marks, began, name } = stage.store.getState();
  const from = checkpoints.find((checkpoint) => checkpoint.at === at);
  if (run === null || !from || !asked) return;
  const kept = marks.filter((mark) => mark.at <= at);
  const before = settingsAfter(began, kept, at);
  const own = Object.entries(changes.settings ?? {}).map(([key, to]): ShownMark => {
    const from = Object.entries(before).find(([name]) => name === key)?.[1];
    return { at, name: key, to, ...(from === undefined ? {} : { from }) };
  });
  const named = { name: `${name}, from ${at}`, ...changes };
  stage.put({
    asked: { ...asked, ...changes.settings },
    axis: stage.axis(),
    curve: copyOf(stage.curve(), at),
    state: {
      name: named.name,
      marks: [...kept, ...own],
      settings: { ...before, ...changes.settings },
      step: at,
      inherited: [...inherited, ...checkpoints].filter((one) => one.at < at),
    },
    begin: (options) => decant.branchRun(run, from.step, { ...placeOf(from), ...named }, options),
  });
}

async function resumeRun(work: Work, record: TrainingRecord): Promise<void> {
  await reopenSources(work, record.run);
  work.stage.put({ ...pieceOf(work, record), begin: (options) => work.decant.resumeRun(record.run, options) });
}

function show(work: Work, record: TrainingRecord): void {
  const { run, status, when } = record;
  const piece = pieceOf(work, record);
  const shown = { run, result: record.result ?? null, when };
  work.stage.put({ ...piece, state: { ...piece.state, ...shown }, begin: null });
  if (record.result || status !== 'done') void look(work, null);
  else void finished(work, run);
}

/** What a run of another visit made in the end, which is more than its last checkpoint where a stage that rounds followed. */
async function finished(work: Work, run: string): Promise<void> {
  const { getState, setState } = work.stage.store;
  const result = await work.decant.openCheckpoint({ run }).catch(() => null);
  if (getState().run !== run) return;
  if (result) setState({ result });
  await look(work, null);
}

function watch({ stage }: Work, recording: RecordedTraining): void {
  const { name, provenance } = recording;
  const asked = { ...READY, ...recording.setup };
  stage.put({
    asked,
    axis: axisOf(recipeOf(asked)),
    curve: createCurve(),
    state: { name, recording, when: provenance.when },
    begin: (options) => replay(recording, options),
  });
}

function solve(trainer: Trainer, { decant, stage }: Work, action: TrainingAction): void {
  const { run, records } = trainer.store.getState();
  trainer.store.setState({ problem: null });
  switch (action.kind) {
    case 'branch':
      void trainer.branch(action.step, { settings: { learningRate: action.learningRate } });
      break;
    case 'again':
      trainer.choose({ learningRate: action.learningRate });
      void trainer.start();
      break;
    case 'resume': {
      const record = records.find((one) => one.run === run);
      if (record) void trainer.resumeRun(record);
      else trainer.reset();
      break;
    }
    case 'free':
      // Room is wanted now, so this is for good.
      void Promise.all(
        records.filter((one) => one.run !== run && isOver(one)).map((one) => decant.deleteTraining(one.run)),
      )
        .catch(stage.say)
        .then(stage.refreshRecords);
      break;
    case 'dismiss':
      trainer.reset();
      break;
    default:
      action satisfies never;
  }
}

async function tryOut({ decant, stage, sources }: Work, signal: AbortSignal): Promise<void> {
  const { setup, trial } = stage.store.getState();
  if (trial?.key === trialKey(setup)) return;
  const found = await tryStudent(decant, await sources.subject(setup), setup, signal);
  if (!signal.aborted) stage.store.setState({ trial: found });
}

const placeOf = ({ stage, part }: ShownCheckpoint) => ({ stage, ...(part === undefined ? {} : { part }) });

/** A record as it is put on the stage. */
function pieceOf({ stage }: Work, record: TrainingRecord) {
  const known = stage.store.getState();
  const asked = known.run === record.run && known.asked ? known.asked : { ...known.setup, ...readSetup(record) };
  const axis = axisOf(record.recipe);
  return { asked, axis, curve: thinned(axis, record), state: keptState(axis, record, asked) };
}

/** A run of another visit learned from data that may not be open now. */
function reopenSources({ app, stage, sources }: Work, run: string | null): Promise<void> {
  return run !== null && !stage.begun.has(run) && isBuiltIn(app)
    ? sources.reopen().catch(stage.say)
    : Promise.resolve();
}
