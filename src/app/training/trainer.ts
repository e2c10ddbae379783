/**
 * Training as the views ask for it: composes a run, starts and steers it (`steering.ts`), goes back in time, branches,
 * resumes, and shows what was kept (`putting.ts`). One run is on the stage at a time (`runStage.ts`); earlier ones are
 * records.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { BranchChanges, Decant, ModelSummary, TrainingRecord } from '../../studio/api.ts';
import type { AppStore } from '../store/appStore.ts';
import type { Curve } from './curve.ts';
import { createForgetting } from './forgetting.ts';
import { isOver } from './kept.ts';
import type { KeptTeacher } from './keptTeachers.ts';
import { createTeacherShelf } from './keptTeachers.ts';
import { branch, look, resumeRun, show, start, watch } from './putting.ts';
import type { RecordedTraining } from './recording.ts';
import { createRunStage } from './runStage.ts';
import type { TrainingSetup } from './setup.ts';
import type { Sources } from './sources.ts';
import { createSources } from './sources.ts';
import type { Settings, TrainingAction, TrainingState } from './state.ts';
import { change, holdAfterStage } from './steering.ts';
import { trialKey, tryStudent } from './trial.ts';
import type { Work } from './work.ts';

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
