/** What happens when things go wrong on the device: named, nothing half done, and the executor goes on. */

import { afterAll, describe, expect, test } from 'vitest';
import type { DecantError } from '../../core/errors.ts';
import { createBuilder } from '../../graph/builder.ts';
import type { Graph } from '../../graph/graph.ts';
import { denseStorage, parameterFrom } from '../../graph/graph.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import { openDevice } from './device.ts';
import { linkKernel } from './kernels/linkKernel.ts';
import { copy } from './kernels/parameters/copy.ts';
import { createWebgpuExecutor } from './webgpuExecutor.ts';

const executor = createWebgpuExecutor({ gpu: navigator.gpu });
afterAll(() => executor.dispose());

const x = { x: tensorFrom('f32', [4], [1, 2, 3, 4]) };

/** y = w + x, and a counter that goes up. */
function counting(): Graph {
  const b = createBuilder();
  const w = b.parameter(parameterFrom('w', tensorFrom('f32', [4], [10, 20, 30, 40])));
  const y = b.add('Add', [w, b.input('x', 'f32', [4])], {}, 'y');
  const initial = denseStorage('f32', new Float32Array(1));
  const count = b.state({ name: 'count', dtype: 'f32', shape: [], initial, value: 'count.value', next: 'count.next' });
  const one = b.scalar(1);
  b.append({
    kind: 'operator',
    name: 'up',
    operator: 'Add',
    inputs: [count, one],
    outputs: ['count.next'],
    attributes: {},
  });
  return b.build([y]);
}

const thrownBy = async (work: () => Promise<unknown>): Promise<DecantError> => {
  const thrown: unknown = await work().then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeDefined();
  return thrown as DecantError;
};

describe('a lost device', () => {
  test('is named by every use of the plan, and compiling again goes on', async () => {
    const plan = await executor.compile(counting());
    await plan.run(x);
    await executor.loseDevice();
    for (const use of [() => plan.run(x), () => plan.readStates(), () => plan.writeStates({})])
      expect(await thrownBy(use)).toMatchObject({ code: 'webgpu/device-lost' });
    const again = await executor.compile(counting());
    expect((await again.run(x)).y!.data).toEqual(Float32Array.of(11, 22, 33, 44));
    again.dispose();
    plan.dispose();
  });

  test('fails a run that is under way, and never hangs', async () => {
    const plan = await executor.compile(counting());
    const running = thrownBy(() => plan.run(x).then(() => plan.run(x)));
    await executor.loseDevice();
    expect(await running).toMatchObject({ code: 'webgpu/device-lost' });
  });
});

describe('out of memory', () => {
  test('names what was to be allocated and its bytes, and leaves the executor usable', async () => {
    const b = createBuilder();
    const big = b.add('Softmax', [b.input('x', 'f32', [20000, 20000])]);
    const error = await thrownBy(() => executor.compile(b.build([big])));
    expect(error.code).toMatch(/^webgpu\/(out-of-memory|validation|node)$/);
    expect(error.message).toMatch(/1600000000/);
    const plan = await executor.compile(counting());
    expect((await plan.run(x)).y!.data[0]).toBe(11);
    plan.dispose();
  });
});

describe('a kernel that does not compile', () => {
  test("is named with the compiler's complaint", async () => {
    const device = await openDevice({ gpu: navigator.gpu });
    const broken = { ...copy, source: ['fn main() { let x = ; }'] };
    const error = await thrownBy(() =>
      device.pipelines.get(linkKernel(broken, { params: { count: 1 }, bindings: {} })),
    );
    expect(error.code).toBe('webgpu/validation');
    expect(error.message).toMatch(/compiling the kernel copy: line 2: .*\. This/);
    expect(device.failure()).toBeUndefined();
    device.dispose();
  });
});

describe('states', () => {
  test('advance with each run, read and write, and are untouched by a refused run', async () => {
    const plan = await executor.compile(counting());
    await plan.run(x);
    await plan.run(x, { fetch: [] });
    expect((await plan.readStates()).count!.data[0]).toBe(2);
    expect(await thrownBy(() => plan.run({}))).toMatchObject({ code: 'execution/input' });
    expect(await thrownBy(() => plan.run(x, { fetch: ['nothing'] }))).toMatchObject({ code: 'execution/value' });
    expect((await plan.readStates()).count!.data[0]).toBe(2);
    await plan.writeStates({ count: tensorFrom('f32', [], [7]) });
    await plan.run(x);
    expect((await plan.readStates()).count!.data[0]).toBe(8);
    const wrong = await thrownBy(() => plan.writeStates({ count: tensorFrom('i32', [], [7]) }));
    expect(wrong).toMatchObject({ code: 'execution/state' });
    plan.dispose();
    expect(await thrownBy(() => plan.run(x))).toMatchObject({ code: 'execution/disposed' });
  });

  test('two states may change places', async () => {
    const b = createBuilder();
    b.input('x', 'f32', [4]);
    const initial = (value: number) => denseStorage('f32', Float32Array.of(value, value));
    b.state({ name: 'a', dtype: 'f32', shape: [2], initial: initial(1), value: 'a', next: 'b' });
    b.state({ name: 'b', dtype: 'f32', shape: [2], initial: initial(2), value: 'b', next: 'a' });
    const plan = await executor.compile(b.build([b.add('Neg', ['x'])]));
    await plan.run(x);
    const { a, b: other } = await plan.readStates();
    expect([a!.data[0], other!.data[0]]).toEqual([2, 1]);
    plan.dispose();
  });
});

describe('profiles', () => {
  test('leave states as they were and time every step', async () => {
    const plan = await executor.compile(counting());
    const profile = await plan.profile!(x);
    expect(profile.map(({ operator }) => operator).sort()).toEqual(['Add', 'Add']);
    for (const row of profile) {
      expect(row.kernels).toEqual(['elementwise.Add']);
      expect(row.bytes).toBeGreaterThan(0);
      expect(row.ms).toBeGreaterThanOrEqual(0);
    }
    expect((await plan.readStates()).count!.data[0]).toBe(0);
    expect(plan.memory).toEqual({ parameters: 16, intermediates: 32, states: 16 });
    plan.dispose();
  });
});

describe('the portable minimum', () => {
  test('is enough without optional features', async () => {
    const plain = createWebgpuExecutor({
      gpu: navigator.gpu,
      restrict: (all) => ({ ...all, f16: false, subgroups: false, timestamps: false, packedDot: false }),
    });
    const plan = await plain.compile(counting());
    expect((await plan.run(x)).y!.data[3]).toBe(44);
    expect((await plan.profile!(x))[0]!.clock).toBe('wall');
    await plain.dispose();
  });
});
