/** Calls, errors, progress and cancelling over a real message channel. */
import { afterEach, expect, test } from 'vitest';
import { DecantError, GraphError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import type { Handler } from './rpc.ts';
import { createCaller, serve, whenStillborn } from './rpc.ts';

let close = () => {};
afterEach(() => close());

function connect(handlers: Record<string, Handler>) {
  const { port1, port2 } = new MessageChannel();
  serve(port1, new Map(Object.entries(handlers)));
  port1.start();
  port2.start();
  close = () => port1.close();
  return createCaller(port2);
}

test('a call returns what the handler returns', async () => {
  const caller = connect({ add: async (a: number, b: number) => a + b });
  expect(await caller.call('add', [2, 3])).toBe(5);
});

test('an error crosses with its code, message and data', async () => {
  const fail = async () => {
    throw new GraphError('graph/node', 'Node "a" is broken.', { node: 'a' });
  };
  const error = await connect({ fail })
    .call('fail', [])
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DecantError);
  expect(error).toMatchObject({
    name: 'GraphError',
    code: 'graph/node',
    message: 'Node "a" is broken.',
    data: { node: 'a' },
  });
});

test('an unknown method is named', async () => {
  await expect(connect({}).call('sing', [])).rejects.toThrow('"sing" is not a call that the engine answers.');
});

test('progress arrives before the result', async () => {
  const seen: number[] = [];
  const work = async (options: TaskOptions) => {
    options.onProgress?.({ label: 'counting', done: 1, total: 2 });
    return 'done';
  };
  const onProgress = ({ done }: { done: number }) => void seen.push(done);
  expect(await connect({ work }).call('work', [], { onProgress })).toBe('done');
  expect(seen).toEqual([1]);
});

test('aborting the signal aborts the handler', async () => {
  const wait = (options: TaskOptions) =>
    new Promise((_, reject) => options.signal?.addEventListener('abort', () => reject(options.signal?.reason)));
  const controller = new AbortController();
  const result = connect({ wait }).call('wait', [], { signal: controller.signal });
  controller.abort();
  await expect(result).rejects.toMatchObject({ name: 'AbortError' });
});

test('arguments that cannot be sent are refused by a sentence', async () => {
  const call = connect({ add: async () => 5 }).call('add', [() => 1]);
  await expect(call).rejects.toMatchObject({ code: 'worker/arguments' });
  await expect(call).rejects.toThrow('The arguments of "add" cannot be sent to the engine: ');
});

test('a worker that falls over before it says anything ends its calls; one that answers goes on', async () => {
  const { port2: port } = new MessageChannel();
  close = () => port.close();
  let stillborn = 0;
  whenStillborn(port, () => stillborn++);
  port.dispatchEvent(new Event('error'));
  port.dispatchEvent(new MessageEvent('message', { data: { kind: 'notice' } }));
  port.dispatchEvent(new Event('error'));
  expect(stillborn).toBe(1);
  const caller = createCaller(port);
  const waiting = caller.call('measure', []);
  caller.abandon(new DecantError('worker/stillborn', 'Gone.'));
  await expect(waiting).rejects.toThrow('Gone.');
  await expect(caller.call('measure', [])).rejects.toThrow('Gone.');
});
