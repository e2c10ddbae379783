/** What becomes of work and of the choice of executor when the device is lost: with another device, and without. */
import { expect, test } from 'vitest';
import { memorySource } from '../core/bytes/byteSource.ts';
import { ExecutionError } from '../core/errors.ts';
import { memoryStore } from '../core/keyValueStore.ts';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import { createBuilder } from '../graph/builder.ts';
import type { DecantEvent } from './api.ts';
import type { AdapterReport, Environment } from './environment.ts';
import { Executors } from './executors.ts';
import { memoryShelf } from './fileShelf.ts';

const hardware: AdapterReport = {
  adapter: { vendor: 'maker', architecture: 'new', description: 'A GPU', software: false },
  features: [],
  limits: {},
};

/** An environment whose device is lost on command; `devices` says how many it gives in all. */
function losing(devices: number) {
  const events: DecantEvent[] = [];
  let lose: (message: string) => void = () => {};
  let given = 0;
  let open = false;
  const reference = createReferenceExecutor();
  const environment: Environment = {
    executors: { reference, onnx: { ...reference, name: 'onnx' }, webgpu: { ...reference, name: 'webgpu' } },
    adapter: async () => {
      if (!open && given === devices) throw new ExecutionError('webgpu/unavailable', 'It offers no adapter.');
      if (!open) given++;
      open = true;
      return hardware;
    },
    onDeviceLost: (listener) => {
      lose = (message) => {
        open = false;
        listener(message);
      };
    },
    sampleModel: async () => memorySource('none.onnx', new Uint8Array()),
    store: memoryStore(),
    shelf: memoryShelf(),
    threads: async () => 1,
    browser: 'none',
    notify: (event) => void events.push(event),
  };
  return { executors: new Executors(environment), events, lose: (message: string) => lose(message) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test('a loss is told, another device is opened, and that is told too', async () => {
  const { executors, events, lose } = losing(2);
  expect((await executors.readiness()).chosen.executor).toBe('webgpu');
  lose('The device is gone.');
  await settled();
  expect(events).toEqual([
    { kind: 'device-lost', message: 'The device is gone.', recovered: false },
    { kind: 'device-lost', message: 'The device is gone.', recovered: true },
  ]);
});

test('without another device WebAssembly takes over, with the reason', async () => {
  const { executors, events, lose } = losing(1);
  await executors.readiness();
  lose('The device is gone.');
  await settled();
  const readiness = await executors.readiness();
  expect(readiness.chosen).toEqual({
    executor: 'onnx',
    why: 'The GPU was lost and no other is offered, so networks run in WebAssembly. It offers no adapter.',
  });
  expect(readiness.executors).toEqual(['onnx', 'reference']);
  expect(events.at(-1)).toEqual({ kind: 'ready', readiness });
});

test('work that lost its device is tried once more, other errors are not', async () => {
  const { executors } = losing(2);
  let tries = 0;
  const failing = (code: string, times: number) => async () => {
    if (tries++ < times) throw new ExecutionError(code, 'Gone.');
    return 'done';
  };
  expect(await executors.onLiveDevice(failing('webgpu/device-lost', 1))).toBe('done');
  tries = 0;
  await expect(executors.onLiveDevice(failing('webgpu/device-lost', 2))).rejects.toThrow('Gone.');
  tries = 0;
  await expect(executors.onLiveDevice(failing('webgpu/validation', 1))).rejects.toThrow('Gone.');
  expect(tries).toBe(1);
});

test('work whose device is lost for good picks again, and goes on in WebAssembly', async () => {
  const { executors, lose } = losing(1);
  await executors.readiness();
  const picked: string[] = [];
  const name = await executors.onLiveDevice(async () => {
    const executor = await executors.pick(undefined, createBuilder().build([]));
    picked.push(executor.name);
    if (executor.name !== 'webgpu') return executor.name;
    lose('The device is gone.');
    throw new ExecutionError('webgpu/device-lost', 'The device is gone.');
  });
  expect([name, ...picked]).toEqual(['onnx', 'webgpu', 'onnx']);
});
