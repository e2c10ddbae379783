/** The engine's side: the session over this browser's GPU, with the judge in a worker of its own. */
import type { DecantEvent } from '../studio/api.ts';
import { Session } from '../studio/session.ts';
import { createEnvironment } from './environment.ts';
import type { TestHooks } from './protocol.ts';
import type { Handler, Handlers, Port } from './rpc.ts';
import { sessionCalls } from './sessionCalls.ts';

/** Starts the engine; what it has to say on its own goes to the port. The hooks are answered only where asked for. */
export function engineHandlers(port: Port, options: { readonly testHooks: boolean }): Handlers {
  const notify = (event: DecantEvent) => port.postMessage({ kind: 'notice', event });
  const environment = createEnvironment(notify);
  const session = new Session(environment);
  const hooks: [keyof TestHooks, Handler][] = [
    ['loseDevice', () => environment.loseDevice()],
    ['fillStorage', (full: boolean) => environment.fillStorage(full)],
  ];
  return new Map<string, Handler>([...sessionCalls(session), ...(options.testHooks ? hooks : [])]);
}
