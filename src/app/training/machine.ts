/** Where a training run stands and what may be done to it: a table of phases and events, without effects. */

export type Phase =
  | 'idle'
  | 'starting'
  | 'running'
  | 'pausing'
  | 'paused'
  | 'stepping'
  | 'finishing'
  | 'done'
  | 'failed';

export type RunEvent =
  | 'start'
  | 'report'
  | 'pause'
  | 'paused'
  | 'resume'
  | 'step'
  | 'finish'
  /** Another network learns than before. */
  | 'next'
  | 'done'
  | 'fail'
  | 'reset';

/** The phase after an event; the same where the event means nothing now. */
export function after(phase: Phase, event: RunEvent): Phase {
  return TABLE[phase][event] ?? phase;
}

/** Whether an event changes anything now, so that its button may be pressed. */
export function may(phase: Phase, event: RunEvent): boolean {
  return TABLE[phase][event] !== undefined;
}

/** Whether a run holds the executor: it is there and has not ended. */
export function isUnderWay(phase: Phase): boolean {
  return !['idle', 'done', 'failed'].includes(phase);
}

// ---------------------------------------------------------------------------------------------------------------------

const ENDS = { done: 'done', fail: 'failed', reset: 'idle' } as const;

const TABLE: Readonly<Record<Phase, Readonly<Partial<Record<RunEvent, Phase>>>>> = {
  idle: { start: 'starting' },
  starting: { report: 'running', pause: 'pausing', finish: 'finishing', ...ENDS },
  running: { pause: 'pausing', paused: 'paused', finish: 'finishing', ...ENDS },
  pausing: { paused: 'paused', ...ENDS },
  paused: { resume: 'running', step: 'stepping', finish: 'finishing', ...ENDS },
  stepping: { paused: 'paused', ...ENDS },
  // What is ended is one network: where others follow, the run goes on, or rests where it was to be held.
  finishing: { next: 'running', paused: 'paused', ...ENDS },
  done: { start: 'starting', reset: 'idle' },
  failed: { start: 'starting', reset: 'idle' },
};
