/**
 * The stage of training: one run at a time, with its curve, its checkpoints opened one by one, and its end, which brings
 * what was learned into side B. What runs there and why is decided in `trainer.ts`.
 */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { Decant, RunHandle, RunResult, RunTaskOptions } from '../../studio/api.ts';
import { t } from '../messages/t.ts';
import { tell, told } from '../messages/tell.ts';
import type { AppStore } from '../store/appStore.ts';
import type { Curve } from './curve.ts';
import { createCurve } from './curve.ts';
import type { Following } from './follow.ts';
import { follow } from './follow.ts';
import { landInB } from './landing.ts';
import type { RunEvent } from './machine.ts';
import { after, isUnderWay, may } from './machine.ts';
import { tellRail } from './railProgress.ts';
import { refreshRecordsOf } from './recordList.ts';
import type { Axis } from './reports.ts';
import { settingsOf, shownCheckpoints } from './reports.ts';
import type { TrainingSetup } from './setup.ts';
import type { ShownCheckpoint, TrainingState } from './state.ts';
import { INITIAL, NO_RUN } from './state.ts';
import { createStudentShelf } from './students.ts';

/** What is put on the stage. */
export interface Piece {
  readonly asked: TrainingSetup;
  readonly axis: Axis;
  readonly curve: Curve;
  /** What is known of it before it tells anything. */
  readonly state: Partial<TrainingState>;
  /** Null where the run has ended and is only shown. */
  readonly begin: ((options: RunTaskOptions) => RunHandle) | null;
}

export interface RunStage {
  readonly store: StoreApi<TrainingState>;
  curve(): Curve;
  /** The steps of the run that is there. */
  axis(): Axis;
  /** Leaves the run that is there; its record stays. */
  put(piece: Piece): void;
  clear(): void;
  /** Runs that were started here; what they learn from is open. */
  readonly begun: ReadonlySet<string>;
  /** The run that can be steered; null where there is none. */
  handle(): RunHandle | null;
  /** Does what an event asks for, where the phase allows it; `then` follows when it is done. */
  steer(event: RunEvent, then: RunEvent | null, act: (handle: RunHandle) => Promise<void>): Promise<void>;
  showStudent(run: string, checkpoint: ShownCheckpoint): Promise<void>;
  refreshRecords(): Promise<void>;
  /** Tells what went wrong without ending anything. */
  say(thrown: unknown): void;
}

export function createRunStage(decant: Decant, app: AppStore): RunStage {
  const store = createStore<TrainingState>()(() => INITIAL);
  const { getState, setState } = store;
  const students = createStudentShelf(decant, (id) => app.getState().bases.some(({ model }) => model.id === id));
  let curve = createCurve();
  let axis: Axis = { starts: new Map(), each: new Map(), of: 0 };
  const begun = new Set<string>();
  let following: Following | null = null;

  const say = (thrown: unknown): void => setState({ notes: [...getState().notes, told(thrown)] });
  const showStudent = async (run: string, checkpoint: ShownCheckpoint): Promise<void> => {
    const { recording } = getState();
    if (recording) return setState({ student: { at: checkpoint.at, model: recording.student } });
    const model = await students.open(run, checkpoint).catch(say);
    if (!model || getState().run !== run) return;
    setState({ student: { at: checkpoint.at, model } });
    if (getState().looking === checkpoint.at) landInB(app, run, `step ${checkpoint.at}`, model);
  };
  const refreshRecords = (): Promise<void> => refreshRecordsOf(decant, store);
  const hearOfCheckpoints = async (handle: RunHandle, axis: Axis): Promise<void> => {
    const checkpoints = await handle.checkpoints().catch(() => null);
    if (!checkpoints || following?.handle !== handle) return;
    const shown = shownCheckpoints(axis, checkpoints);
    setState({ checkpoints: shown });
    // A run is in the records, and in the tree, once it has told something.
    if (!getState().records.some(({ run }) => run === handle.run)) void refreshRecords();
    const [newest, { run, looking, student }] = [shown.at(-1), getState()];
    if (newest && run !== null && looking === null && student?.at !== newest.at) await showStudent(run, newest);
  };
  const done = async ({ model }: RunResult, handle: RunHandle, axis: Axis): Promise<void> => {
    await hearOfCheckpoints(handle, axis);
    const { of, run, name, step, phase, recording } = getState();
    if (following?.handle !== handle) return;
    const student = { at: step || of, model };
    setState({ phase: after(phase, 'done'), result: model, student, looking: null, doing: '' });
    if (recording) return;
    landInB(app, run ?? handle.run, 'result', model);
    app.getState().announce(t('{name} has learned; it is side B.', { name: tell(name) }));
    await refreshRecords();
  };
  const leave = (): void => {
    following?.abandon();
    following = null;
    students.clear();
  };
  const begin = (start: NonNullable<Piece['begin']>): void => {
    const own = axis;
    const mine = follow({
      store,
      curve,
      axis: own,
      begin: start,
      onCheckpoint: (handle) => void hearOfCheckpoints(handle, own),
      onDone: (result) => void done(result, mine.handle, own),
      onFailed: () => void refreshRecords(),
    });
    following = mine;
    begun.add(mine.handle.run);
    setState({ run: mine.handle.run });
  };

  tellRail(store, app);
  return {
    store,
    curve: () => curve,
    axis: () => axis,
    put: (piece) => {
      leave();
      curve = piece.curve;
      axis = piece.axis;
      setState({ ...NO_RUN, ...openingOf(piece) });
      if (piece.begin) begin(piece.begin);
      void refreshRecords();
    },
    clear: () => {
      leave();
      curve = createCurve();
      setState(NO_RUN);
      void refreshRecords();
    },
    begun,
    handle: () => (following && isUnderWay(getState().phase) ? following.handle : null),
    steer: async (event, then, act) => {
      if (!following || !may(getState().phase, event)) return;
      const { handle } = following;
      setState({ phase: after(getState().phase, event) });
      try {
        await act(handle);
        if (then && following?.handle === handle) setState({ phase: after(getState().phase, then) });
      } catch (thrown) {
        say(thrown);
      }
    },
    showStudent,
    refreshRecords,
    say,
  };
}

// ---------------------------------------------------------------------------------------------------------------------

/** What a piece shows when it is put on the stage. */
function openingOf({ asked, axis, state, begin }: Piece): Partial<TrainingState> {
  const began = settingsOf(asked);
  const phase = begin ? 'starting' : 'done';
  return { asked, settings: began, began, of: axis.of, phase, when: new Date().toISOString(), ...state };
}
