/** The judge from the engine's side: what happens to plans when its worker is replaced, and what calls leave behind. */
import { afterEach, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../execution/reference/referenceExecutor.ts';
import { createBuilder } from '../../graph/builder.ts';
import type { Graph } from '../../graph/graph.ts';
import { denseStorage } from '../../graph/graph.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import type { Handler } from '../rpc.ts';
import { serve } from '../rpc.ts';
import { createJudgeClient } from './remoteExecutor.ts';
import { createJudge } from './serveJudge.ts';

const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

/** A judge in this thread: as a worker has it, over a channel that is copied through. */
function startJudge() {
  const { port1, port2 } = new MessageChannel();
  const methods = createJudge({ reference: createReferenceExecutor() }, 1);
  serve(port1, new Map(Object.entries(methods) as [string, Handler][]));
  port1.start();
  port2.start();
  open.push(port1, port2);
  return Object.assign(port2, { terminate: () => port1.close() });
}

const x = { x: tensorFrom('f32', [1], [2]) };

/** y = x + 1; with a state, y = x + count, and count grows by 1 a run. */
function adding(counting: boolean): Graph {
  const builder = createBuilder();
  const input = builder.input('x', 'f32', [1]);
  if (!counting) return builder.build([builder.add('Add', [input, builder.scalar(1)], {}, 'y')]);
  const initial = denseStorage('f32', Float32Array.of(1));
  const state = { name: 'count', dtype: 'f32' as const, shape: [1], initial, value: 'count', next: 'next' };
  builder.state(state);
  const y = builder.add('Add', [input, 'count'], {}, 'y');
  builder.add('Add', ['count', builder.scalar(1)], {}, 'next');
  return { ...builder.build([y]), states: [state] };
}

test('a plan without states runs again in the worker that took the place of its own', async () => {
  const judge = createJudgeClient(startJudge);
  const plan = await judge.executor('reference').compile(adding(false));
  judge.restart(new Error('cancelled'));
  expect([...(await plan.run(x)).y.data]).toEqual([3]);
});

test('a plan with states says that they are lost, instead of beginning anew', async () => {
  const judge = createJudgeClient(startJudge);
  const plan = await judge.executor('reference').compile(adding(true));
  expect([...(await plan.run(x)).y.data]).toEqual([3]);
  expect([...(await plan.run(x)).y.data]).toEqual([4]);
  judge.restart(new Error('cancelled'));
  await expect(plan.run(x)).rejects.toMatchObject({ code: 'worker/judge-replaced' });
});

test('a call leaves no listener at the signal that it was given', async () => {
  const judge = createJudgeClient(startJudge);
  const plan = await judge.executor('reference').compile(adding(false));
  const { signal } = new AbortController();
  let listeners = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
    listeners++;
    addEventListener.apply(signal, given);
  };
  signal.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
    listeners--;
    removeEventListener.apply(signal, given);
  };
  await plan.run(x, { signal });
  await plan.run(x, { signal });
  expect(listeners).toBe(0);
});

/** A judge whose runs answer only when they are let go, so that one call can be stuck while others wait. */
function startStuckJudge() {
  let started = 0;
  const start = () => {
    const { port1, port2 } = new MessageChannel();
    const methods = createJudge({ reference: createReferenceExecutor() }, 1);
    const stuck = ++started === 1 ? new Promise<void>(() => {}) : Promise.resolve();
    const slow =
      (handler: Handler): Handler =>
      async (...given) =>
        stuck.then(() => handler(...given));
    serve(port1, new Map((Object.entries(methods) as [string, Handler][]).map(([name, call]) => [name, slow(call)])));
    port1.start();
    port2.start();
    open.push(port1, port2);
    return Object.assign(port2, { terminate: () => port1.close() });
  };
  return { start, started: () => started };
}

test('work that waits behind a cancelled call is done in the worker that takes over, not cancelled with it', async () => {
  const { start, started } = startStuckJudge();
  const judge = createJudgeClient(start);
  const cancelled = new AbortController();
  const stuck = judge.executor('reference').compile(adding(false), { signal: cancelled.signal });
  const waiting = judge.executor('reference').compile(adding(false), { signal: new AbortController().signal });
  const asking = Promise.all([judge.executor('reference').unsupported(adding(false)), judge.threads()]);
  await new Promise((sent) => setTimeout(sent, 10));
  cancelled.abort(new DOMException('Replaced by newer work.', 'AbortError'));
  await expect(stuck).rejects.toThrow('Replaced by newer work.');
  expect([...(await (await waiting).run(x)).y.data]).toEqual([3]);
  expect(await asking).toEqual([[], 1]);
  expect(started()).toBe(2);
});
