/**
 * Follows one run: what it tells goes into the curve at once and into the store at most once a frame, however fast steps
 * come; its end becomes a result, a rest, or a problem.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { Progress } from '../../core/task.ts';
import type { RunHandle, RunResult, RunTaskOptions, TrainingReport } from '../../studio/api.ts';
import { isAbort } from '../engine/aborts.ts';
import { tell } from '../messages/tell.ts';
import type { Curve } from './curve.ts';
import { after } from './machine.ts';
import { trainingProblem } from './problems.ts';
import type { Axis } from './reports.ts';
import { foldReport, startOf } from './reports.ts';
import type { TrainingState } from './state.ts';

export interface Following {
  readonly handle: RunHandle;
  /** Ends the run, keeping nothing but its checkpoints; what it still tells is not heard. */
  abandon(): void;
}

interface FollowRequest {
  readonly store: StoreApi<TrainingState>;
  readonly curve: Curve;
  readonly axis: Axis;
  begin(options: RunTaskOptions): RunHandle;
  /** After a report that tells of another checkpoint. */
  onCheckpoint(handle: RunHandle): void;
  onDone(result: RunResult): void;
  /** After the run has ended badly; not after `abandon`. */
  onFailed(): void;
}

export function follow({ store, curve, axis, begin, onCheckpoint, onDone, onFailed }: FollowRequest): Following {
  const controller = new AbortController();
  const { signal } = controller;
  const screen = coalesce((patch) => {
    if (!signal.aborted) store.setState(({ curveVersion }) => ({ ...patch, curveVersion: curveVersion + 1 }));
  });
  let measured = '';
  /** Where the network that learns began on the axis. */
  let began = 0;
  const hear = (progress: Progress & Partial<TrainingReport>): void => {
    if (signal.aborted) return;
    if (progress.run === undefined) {
      screen.add({ doing: tell(progress.label) });
      return;
    }
    const start = startOf(axis, progress.stage, progress.part);
    if (progress.curve) curve.add(start + progress.curve.from, progress.curve.values);
    const { phase, notes } = store.getState();
    if (phase === 'starting') store.setState({ phase: after(phase, 'report') });
    else if (start > began) store.setState({ phase: after(phase, 'next') });
    began = start;
    screen.add({
      ...foldReport(axis, progress),
      doing: tell(progress.label),
      ...(progress.notes?.length ? { notes: [...new Set([...notes, ...progress.notes.map(tell)])] } : {}),
    });
    const held = `${progress.stage}|${JSON.stringify([progress.metrics?.heldOut, progress.metrics?.agreement])}`;
    if (held === measured) return;
    measured = held;
    onCheckpoint(handle);
  };
  const handle = begin({ signal, onProgress: hear });
  handle.then(
    (result) => {
      screen.flush();
      if (!signal.aborted) onDone(result);
    },
    (thrown) => {
      screen.flush();
      if (signal.aborted || isAbort(thrown)) return;
      const state = store.getState();
      store.setState({ phase: after(state.phase, 'fail'), problem: trainingProblem(thrown, state) });
      onFailed();
    },
  );
  return {
    handle,
    abandon: () => controller.abort(new DOMException('The run was left.', 'AbortError')),
  };
}

// ---------------------------------------------------------------------------------------------------------------------

type Patch = Partial<TrainingState>;

/** Gathers changes until the next frame; a hidden page has none, and then gathers on. */
function coalesce(apply: (patch: Patch) => void) {
  let waiting: Patch | null = null;
  const flush = (): void => {
    const patch = waiting;
    waiting = null;
    if (patch) apply(patch);
  };
  const soon =
    typeof requestAnimationFrame === 'function' ? requestAnimationFrame : (act: () => void) => setTimeout(act);
  return {
    add: (patch: Patch): void => {
      if (waiting === null) soon(flush);
      waiting = { ...waiting, ...patch };
    },
    flush,
  };
}
