/**
 * Calls over a message port: one side serves methods, the other calls them. Each call can be cancelled and can report
 * progress. Not a general library: arguments must survive a structured clone.
 */
import { DecantError, messageOf } from '../core/errors.ts';
import type { Progress, TaskOptions } from '../core/task.ts';
import type { Command, Reply } from './protocol.ts';
import { fromPlainError, toPlainError } from './protocol.ts';

/** What a Worker, a MessagePort and a worker's own scope have in common. */
export interface Port {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  addEventListener(type: 'error', listener: (event: Event) => void): void;
}

/** A method by name; the last argument is always the options made for the call. */
export type Handler = (...args: never[]) => Promise<unknown>;

/** Methods by name. */
export type Handlers = ReadonlyMap<string, Handler>;

/**
 * Answers calls that arrive at the port, also while the handlers are still being loaded. Buffers that `transfersOf`
 * names move instead of being copied.
 */
export function serve(
  port: Port,
  handlers: Handlers | Promise<Handlers>,
  transfersOf: (value: unknown) => Transferable[] = () => [],
): void {
  const running = new Map<number, AbortController>();
  const reply = (message: Reply, transfer: Transferable[] = []) => port.postMessage(message, transfer);
  const answer = async (command: Command & { kind: 'call' }) => {
    const { id, method } = command;
    const controller = new AbortController();
    running.set(id, controller);
    const options: TaskOptions = {
      signal: controller.signal,
      onProgress: (progress) => reply({ kind: 'progress', id, progress }),
    };
    try {
      const value = await invoke(await handlers, method, [...command.args, options]);
      reply({ kind: 'result', id, value }, transfersOf(value));
    } catch (error) {
      reply({ kind: 'error', id, error: toPlainError(error) });
    } finally {
      running.delete(id);
    }
  };
  port.addEventListener('message', ({ data }: MessageEvent<Command>) => {
    if (data.kind === 'call') void answer(data);
    else if (data.kind === 'cancel')
      running.get(data.id)?.abort(new DOMException('The task was cancelled.', 'AbortError'));
  });
}

/**
 * Hears that a worker has failed before it said anything: its script was not sent, or fell over at once. What goes wrong
 * in one that answers reaches the calls themselves.
 */
export function whenStillborn(worker: Port, act: () => void): void {
  let alive = false;
  worker.addEventListener('message', () => {
    alive = true;
  });
  worker.addEventListener('error', () => {
    if (!alive) act();
  });
}

export interface Caller {
  call(method: string, args: readonly unknown[], options?: TaskOptions, transfer?: Transferable[]): Promise<unknown>;
  /** Fails every call under way, and those to come: the other side is gone. */
  abandon(error: Error): void;
}

/** Calls methods at the other end of the port. Notices that answer no call go to `onNotice`. */
export function createCaller(port: Port, onNotice: (reply: Reply & { kind: 'notice' }) => void = () => {}): Caller {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let gone: Error | undefined;
  port.addEventListener('message', ({ data }: MessageEvent<Reply>) => settle(pending, data, onNotice));
  return {
    call: (method, args, options = {}, transfer = []) => {
      if (gone) return Promise.reject(gone);
      if (options.signal?.aborted) return Promise.reject(options.signal.reason);
      const id = nextId++;
      return new Promise((resolve, reject) => {
        const cancel = () => port.postMessage({ kind: 'cancel', id } satisfies Command);
        options.signal?.addEventListener('abort', cancel, { once: true });
        const done = () => options.signal?.removeEventListener('abort', cancel);
        pending.set(id, { resolve, reject, done, ...(options.onProgress ? { onProgress: options.onProgress } : {}) });
        try {
          port.postMessage({ kind: 'call', id, method, args } satisfies Command, transfer);
        } catch (error) {
          pending.delete(id);
          done();
          reject(notSent(method, error));
        }
      });
    },
    abandon: (error) => {
      gone = error;
      for (const call of pending.values()) call.reject(error);
      pending.clear();
    },
  };
}

// ---------------------------------------------------------------------------------------------

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  done(): void;
  onProgress?(progress: Progress): void;
}

function settle(
  pending: Map<number, Pending>,
  reply: Reply,
  onNotice: (reply: Reply & { kind: 'notice' }) => void,
): void {
  if (reply.kind === 'notice') {
    onNotice(reply);
    return;
  }
  const call = pending.get(reply.id);
  if (reply.kind === 'progress') call?.onProgress?.(reply.progress);
  else if (call) finish(pending, call, reply);
}

function finish(pending: Map<number, Pending>, call: Pending, reply: Reply & { kind: 'result' | 'error' }): void {
  pending.delete(reply.id);
  call.done();
  if (reply.kind === 'error') call.reject(fromPlainError(reply.error));
  else call.resolve(reply.value);
}

/** Functions, nodes of the page and transferred buffers cannot cross to a worker. */
function notSent(method: string, error: unknown): DecantError {
  return new DecantError(
    'worker/arguments',
    `The arguments of "${method}" cannot be sent to the engine: ${messageOf(error)}`,
    { method },
  );
}

async function invoke(handlers: Handlers, method: string, args: readonly unknown[]): Promise<unknown> {
  const handler = handlers.get(method);
  if (!handler)
    throw new DecantError('worker/method', `"${method}" is not a call that the engine answers.`, { method });
  return handler(...(args as never[]));
}
