/**
 * Handles of runs: promises with methods. Made where the caller is, so that a run's id is known at once; what they do
 * goes through `RunCalls`, which in the page are calls to the engine worker.
 */
import type {
  BranchChanges,
  CheckpointSummary,
  Decant,
  RunHandle,
  RunRequest,
  RunResult,
  RunTaskOptions,
} from '../api.ts';

/** What is asked of a run that goes. */
export type SteerCommand =
  | { readonly kind: 'pause' | 'pauseAfterStage' | 'resume' | 'step' | 'finish' }
  | { readonly kind: 'set'; readonly settings: Readonly<Record<string, number>> };

/** The calls behind handles; `run` is the id that the caller chose for what begins. */
export interface RunCalls {
  startRun(run: string, request: RunRequest, options?: RunTaskOptions): Promise<RunResult>;
  continueRun(run: string, options?: RunTaskOptions): Promise<RunResult>;
  startBranch(
    run: string,
    parent: { readonly run: string; readonly step: number },
    changes: BranchChanges,
    options?: RunTaskOptions,
  ): Promise<RunResult>;
  steerRun(run: string, command: SteerCommand): Promise<void>;
  checkpointsOf(run: string): Promise<readonly CheckpointSummary[]>;
}

/** The part of the scripting interface that gives handles. */
export function runHandles(calls: RunCalls): Pick<Decant, 'run' | 'resumeRun' | 'branchRun'> {
  const branchRun: Decant['branchRun'] = (parent, step, changes = {}, options) => {
    const id = newRunId();
    return handleOf(id, calls.startBranch(id, { run: parent, step }, changes, options));
  };
  const handleOf = (run: string, result: Promise<RunResult>): RunHandle =>
    Object.assign(result, {
      run,
      pause: () => calls.steerRun(run, { kind: 'pause' }),
      pauseAfterStage: () => calls.steerRun(run, { kind: 'pauseAfterStage' }),
      resume: () => calls.steerRun(run, { kind: 'resume' }),
      step: () => calls.steerRun(run, { kind: 'step' }),
      finish: () => calls.steerRun(run, { kind: 'finish' }),
      set: (settings: Readonly<Record<string, number>>) => calls.steerRun(run, { kind: 'set', settings }),
      checkpoints: () => calls.checkpointsOf(run),
      branch: (step: number, changes?: BranchChanges, options?: RunTaskOptions) =>
        branchRun(run, step, changes, options),
    });
  return {
    run: (request, options) => {
      const id = newRunId();
      return handleOf(id, calls.startRun(id, request, options));
    },
    resumeRun: (run, options) => handleOf(run, calls.continueRun(run, options)),
    branchRun,
  };
}

// ---------------------------------------------------------------------------------------------

const newRunId = (): string => `run-${crypto.randomUUID()}`;
