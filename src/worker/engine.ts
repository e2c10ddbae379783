/** The engine's side: the session over this browser's GPU, with the judge in a worker of its own. */
import type { DecantEvent } from '../studio/api.ts';
import { Session } from '../studio/session.ts';
import { createEnvironment } from './environment.ts';
import type { TestHooks } from './protocol.ts';
import type { Handler, Handlers, Port } from './rpc.ts';

const methods = [
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

/** Starts the engine; what it has to say on its own goes to the port. The hooks are answered only where asked for. */
export function engineHandlers(port: Port, options: { readonly testHooks: boolean }): Handlers {
  const notify = (event: DecantEvent) => port.postMessage({ kind: 'notice', event });
  const environment = createEnvironment(notify);
  const session = new Session(environment);
  const calls = methods.map((name): [string, Handler] => {
    const method: Handler = session[name];
    return [name, method.bind(session)];
  });
  const hooks: [keyof TestHooks, Handler][] = [
    ['loseDevice', () => environment.loseDevice()],
    ['fillStorage', (full: boolean) => environment.fillStorage(full)],
  ];
  return new Map<string, Handler>(options.testHooks ? [...calls, ...hooks] : calls);
}
