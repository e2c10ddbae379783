/** The calls of a session that a port may make, as handlers. */
import type { Session } from '../studio/session.ts';
import type { Handler } from './rpc.ts';

/** Each of them by its name; what else a session has is its own. */
export function sessionCalls(session: Session): (readonly [name: string, Handler])[] {
  return CALLS.map((name) => {
    const method: Handler = session[name];
    return [name, method.bind(session)];
  });
}

// ---------------------------------------------------------------------------------------------------------------------

const CALLS = [
  'readiness',
  'openModel',
  'openData',
  'startRun',
  'continueRun',
  'startBranch',
  'steerRun',
  'checkpointsOf',
  'trainings',
  'openCheckpoint',
  'deleteTraining',
  'exportTrainingStep',
  'featurePairs',
  'measure',
  'predict',
  'exportModel',
  'runs',
  'reopen',
  'close',
  'histogram',
  'samples',
  'drift',
  'profile',
  'selfCheck',
  'tuning',
  'activations',
  'weightRow',
  'outline',
  'trace',
  'clipSearch',
  'weigh',
  'ceilings',
  'sensitivity',
  'allocate',
  'sweep',
  'heal',
  'claims',
  'checkClaim',
  'receipt',
  'replay',
  'report',
  'code',
  'readCode',
  'keep',
  'kept',
  'changeKept',
  'keepWeights',
  'keptWeights',
  'stored',
  'dropStored',
  'pack',
  'unpack',
] as const satisfies readonly (keyof Session)[];
