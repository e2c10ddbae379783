/**
 * Training as the views ask for it: composes a run, starts and steers it, keeps its curve, opens its checkpoints, and
 * brings what it learned into side B. One run is on the stage at a time; earlier ones are records.
 */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import { messageOf } from '../../core/errors.ts';
import type { BranchChanges, Decant, RunHandle, RunResult, TrainingRecord } from '../../studio/api.ts';
import type { AppState, AppStore } from '../store/appStore.ts';
import type { Curve } from './curve.ts';
import { createCurve } from './curve.ts';
import type { Following } from './follow.ts';
import { follow } from './follow.ts';
import { copyOf, isOver, isPassing, keptState, readSetup, thinned } from './kept.ts';
import { landInB } from './landing.ts';
import type { RunEvent } from './machine.ts';
import { after, isUnderWay, may } from './machine.ts';
import type { RecordedTraining } from './recording.ts';
import { replay } from './recording.ts';
import type { Axis } from './reports.ts';
import { axisOf, settingsAfter, settingsOf, shownCheckpoints, withMark } from './reports.ts';
import type { TrainingSetup } from './setup.ts';
import { recipeOf } from './setup.ts';
import type { Sources } from './sources.ts';
import { createSources, isBuiltIn } from './sources.ts';
import type { Settings, ShownCheckpoint, TrainingAction, TrainingState } from './state.ts';
import { INITIAL, NO_RUN } from './state.ts';
import { createStudentShelf } from './students.ts';
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
  forget(run: string): Promise<void>;
  refreshRecords(): Promise<void>;
  solve(action: TrainingAction): void;
  /** Times a few steps of what the setup would train. */
  tryOut(signal: AbortSignal): Promise<void>;
}

export function createTrainer(decant: Decant, app: AppStore): Trainer {
  const store = createStore<TrainingState>()(() => INITIAL);
  const { getState, setState } = store;
  const students = createStudentShelf(decant, (id) => app.getState().bases.some(({ model }) => model.id === id));
  let curve = createCurve();
  let axis: Axis = { starts: new Map(), of: 0 };
  let following: Following | null = null;

  const move = (event: RunEvent): void => setState({ phase: after(getState().phase, event) });
  const say = (thrown: unknown): void => setState({ notes: [...getState().notes, messageOf(thrown)] });
  const steer = async (event: RunEvent, then: RunEvent | null, act: (handle: RunHandle) => Promise<void>) => {
    if (!following || !may(getState().phase, event)) return;
    const { handle } = following;
    move(event);
    try {
      await act(handle);
      if (following?.handle === handle && then) move(then);
    } catch (thrown) {
      say(thrown);
    }
  };

  const showStudent = async (run: string, checkpoint: ShownCheckpoint): Promise<void> => {
    const { recording } = getState();
    if (recording) return setState({ student: { at: checkpoint.at, model: recording.student } });
    const model = await students.open(run, checkpoint).catch(say);
    if (!model || getState().run !== run) return;
    setState({ student: { at: checkpoint.at, model } });
    if (getState().looking === checkpoint.at) landInB(app, run, `step ${checkpoint.at}`, model);
  };
  const hearOfCheckpoints = async (handle: RunHandle): Promise<void> => {
    const checkpoints = await handle.checkpoints().catch(() => null);
    if (!checkpoints || following?.handle !== handle) return;
    const shown = shownCheckpoints(axis, checkpoints);
    setState({ checkpoints: shown });
    const [newest, { run, looking, student }] = [shown.at(-1), getState()];
    if (newest && run !== null && looking === null && student?.at !== newest.at) await showStudent(run, newest);
  };
  const refreshRecords = async (): Promise<void> => {
    const records = await decant.trainings().catch(() => null);
    if (!records) return;
    setState({ records: records.filter((record) => !isPassing(record)) });
    const left = records.filter((one) => isPassing(one) && !one.elsewhere && LEFT.includes(one.status));
    await Promise.all(left.map(({ run }) => decant.deleteTraining(run).catch(() => undefined)));
  };
  const done = async ({ model }: RunResult, handle: RunHandle): Promise<void> => {
    await hearOfCheckpoints(handle);
    const { of, run, name, step, phase } = getState();
    if (following?.handle !== handle) return;
    setState({
      phase: after(phase, 'done'),
      result: model,
      student: { at: step || of, model },
      looking: null,
      doing: '',
    });
    if (getState().recording) return;
    landInB(app, run ?? handle.run, 'result', model);
    app.getState().announce(`${name} has learned; it is side B.`);
    await refreshRecords();
  };

  /** Puts another run on the stage. What is there already is left to its end only where it has ended. */
  const stage = (
    asked: TrainingSetup,
    state: Partial<TrainingState>,
    begun: Curve,
    begin: Parameters<typeof follow>[0]['begin'],
  ) => {
    following?.abandon();
    students.clear();
    curve = begun;
    const began = settingsOf(asked);
    setState({
      ...NO_RUN,
      asked,
      settings: began,
      began,
      of: axis.of,
      phase: 'starting',
      when: new Date().toISOString(),
      ...state,
    });
    const mine = follow({
      store,
      curve,
      axis,
      begin,
      onCheckpoint: (handle) => void hearOfCheckpoints(handle),
      onDone: (result) => void done(result, mine.handle),
      onFailed: () => void refreshRecords(),
    });
    following = mine;
    setState({ run: mine.handle.run });
    void refreshRecords();
  };

  const sources = createSources(decant, app);
  const start = async (): Promise<void> => {
    const { setup, phase } = getState();
    if (!may(phase, 'start')) return;
    const recipe = recipeOf(setup);
    setState({ ...NO_RUN, name: recipe.name, asked: setup, phase: after(phase, 'start') });
    try {
      const subject = await sources.subject(setup);
      if (getState().phase !== 'starting') return;
      axis = axisOf(recipe);
      const request = { ...subject, recipe, seed: setup.seed };
      stage(setup, { name: recipe.name }, createCurve(), (options) => decant.run(request, options));
    } catch (thrown) {
      setState({ phase: 'idle' });
      say(thrown);
    }
  };
  const setupOf = (record: TrainingRecord): TrainingSetup => {
    const known = getState();
    return known.run === record.run && known.asked ? known.asked : { ...known.setup, ...readSetup(record) };
  };
  /** A run of another visit learned from data that is not open now. */
  const reopenSources = (): Promise<void> =>
    following === null && isBuiltIn(app) ? sources.reopen().catch(say) : Promise.resolve();
  const branch = async (at: number, changes: BranchChanges): Promise<void> => {
    await reopenSources();
    const { run, asked, checkpoints, inherited, marks, began, name } = getState();
    const from = checkpoints.find((checkpoint) => checkpoint.at === at);
    if (run === null || !from || !asked) return;
    const kept = marks.filter((mark) => mark.at <= at);
    const settings = { ...settingsAfter(began, kept, at), ...changes.settings };
    const own = Object.entries(changes.settings ?? {}).map(([key, to]) => ({ at, name: key, to }));
    const begun = copyOf(curve, at);
    stage(
      { ...asked, ...changes.settings },
      {
        name: changes.name ?? `${name}, from ${at}`,
        marks: [...kept, ...own],
        settings,
        step: at,
        inherited: [...inherited, ...checkpoints].filter((one) => one.at < at),
      },
      begun,
      (options) =>
        decant.branchRun(run, from.step, { stage: from.stage, name: `${name}, from ${at}`, ...changes }, options),
    );
  };
  const resumeRun = async (record: TrainingRecord): Promise<void> => {
    await reopenSources();
    axis = axisOf(record.recipe);
    stage(setupOf(record), keptState(axis, record, setupOf(record)), thinned(axis, record), (options) =>
      decant.resumeRun(record.run, options),
    );
  };
  const forget = async (run: string): Promise<void> => {
    await decant.deleteTraining(run).catch(say);
    await refreshRecords();
  };
  const reset = (): void => {
    following?.abandon();
    following = null;
    students.clear();
    curve = createCurve();
    setState({ ...NO_RUN });
    void refreshRecords();
  };
  const pause = () => void steer('pause', 'paused', (handle) => handle.pause());
  const resume = () => void steer('resume', null, (handle) => handle.resume());

  store.subscribe((now) => {
    const learning = learningOf(now);
    const shown = app.getState().learning;
    if (learning?.percent !== shown?.percent || learning?.name !== shown?.name) app.setState({ learning });
  });

  const trainer: Trainer = {
    store,
    sources,
    curve: () => curve,
    choose: (change) => setState({ setup: { ...getState().setup, ...change } }),
    start,
    toggle: () => {
      const { phase } = getState();
      if (phase === 'running' || phase === 'starting') pause();
      else if (phase === 'paused') resume();
      else void start();
    },
    pause,
    resume,
    step: () => void steer('step', 'paused', (handle) => handle.step()),
    finish: () => void steer('finish', null, (handle) => handle.finish()),
    reset,
    set: (settings) => {
      const before = getState();
      const changed = Object.entries(settings).filter(
        ([name, value]) => before.settings[name as keyof Settings] !== value,
      );
      if (changed.length === 0) return;
      if (!following || !isUnderWay(before.phase) || before.recording) return trainer.choose(settings);
      const marks = changed.map(([name, to]) => {
        const from = before.settings[name as keyof Settings];
        return { at: before.step, name, to, ...(from === undefined ? {} : { from }) };
      });
      setState({
        settings: { ...before.settings, ...settings },
        marks: marks.reduce((all, mark) => withMark(all, mark, before.of), before.marks),
      });
      following.handle.set(Object.fromEntries(changed)).catch((thrown) => {
        setState({ settings: before.settings, marks: before.marks });
        say(thrown);
      });
    },
    look: async (at) => {
      const { checkpoints, run, result, of, recording } = getState();
      const checkpoint = at === null ? checkpoints.at(-1) : checkpoints.find((one) => one.at === at);
      setState({ looking: checkpoint && at !== null ? at : null });
      if (run === null || !checkpoint) return;
      if (result && !recording && (at === null || at === of)) {
        setState({ student: { at: checkpoint.at, model: result } });
        landInB(app, run, 'result', result);
      } else await showStudent(run, checkpoint);
    },
    branch,
    resumeRun,
    show: (record) => {
      following?.abandon();
      following = null;
      students.clear();
      axis = axisOf(record.recipe);
      curve = thinned(axis, record);
      const asked = setupOf(record);
      const began = settingsOf(asked);
      const result = record.result ?? null;
      setState({
        ...NO_RUN,
        asked,
        began,
        phase: 'done',
        run: record.run,
        result,
        when: record.when,
        ...keptState(axis, record, asked),
      });
      const newest = getState().checkpoints.at(-1);
      if (newest) void trainer.look(null);
    },
    watch: (recording) => {
      const { setup, name, of, provenance, student } = recording;
      axis = axisOf(recipeOf(setup));
      stage(setup, { name, of, recording, when: provenance.when, result: student }, createCurve(), (options) =>
        replay(recording, options),
      );
    },
    forget,
    refreshRecords,
    solve: (action) => {
      setState({ problem: null });
      const { run, records } = getState();
      switch (action.kind) {
        case 'branch':
          return void branch(action.step, { settings: { learningRate: action.learningRate } });
        case 'again':
          trainer.choose({ learningRate: action.learningRate });
          return void start();
        case 'resume': {
          const record = records.find((one) => one.run === run);
          return record ? void resumeRun(record) : reset();
        }
        case 'free':
          return void Promise.all(
            records.filter((one) => one.run !== run && isOver(one)).map((one) => forget(one.run)),
          );
        case 'dismiss':
          return reset();
        default:
          action satisfies never;
      }
    },
    tryOut: async (signal) => {
      const { setup, trial } = getState();
      if (trial?.key === trialKey(setup)) return;
      const found = await tryStudent(decant, await sources.subject(setup), setup, signal);
      if (!signal.aborted) setState({ trial: found });
    },
  };
  return trainer;
}

// ---------------------------------------------------------------------------------------------------------------------

/** How runs end that nobody waits for any more. */
const LEFT: readonly TrainingRecord['status'][] = ['interrupted', 'stopped', 'diverged'];

/** What the rail says of a run that goes. */
function learningOf({ phase, name, step, of }: TrainingState): AppState['learning'] {
  return isUnderWay(phase) ? { name, percent: Math.floor((100 * step) / Math.max(1, of)) } : null;
}
