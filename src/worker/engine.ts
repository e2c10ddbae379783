/** The engine worker's entry: the session over this browser's GPU, with the judge in a worker of its own. */
import type { DecantEvent } from '../studio/api.ts';
import { Session } from '../studio/session.ts';
import { createEnvironment } from './environment.ts';
import type { TestHooks } from './protocol.ts';
import { engineWithHooks } from './protocol.ts';
import type { Handler, Port } from './rpc.ts';
import { serve } from './rpc.ts';

const scope: Port = self;
const notify = (event: DecantEvent) => scope.postMessage({ kind: 'notice', event });
const environment = createEnvironment(notify);
const session = new Session(environment);

const methods = [
  'readiness',
  'openModel',
  'openData',
  'run',
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
] as const satisfies readonly (keyof Session)[];

const handlers = methods.map((name): [string, Handler] => {
  const method: Handler = session[name];
  return [name, method.bind(session)];
});
const hooks: [string, Handler][] =
  self.name === engineWithHooks ? [['loseDevice' satisfies keyof TestHooks, () => environment.loseDevice()]] : [];
serve(scope, new Map([...handlers, ...hooks]));
