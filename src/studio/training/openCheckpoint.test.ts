/** Networks of checkpoints: as their stage would leave them, with what it takes to make them again. */

import { describe, expect, test } from 'vitest';
import { memoryStore } from '../../core/keyValueStore.ts';
import { createNodeSession } from '../../testing/nodeSession.ts';
import { smallNetwork } from '../../testing/smallNetwork.ts';
import { memoryLocks, memoryRunFiles } from './runFiles.ts';

const sample = await smallNetwork();

const weights = { bits: 4, strategy: 'group', groupSize: 32, symmetric: true, clip: 'mse' };
const fields = {
  steps: 20,
  batch: 16,
  checkpointEvery: 10,
  optimizer: { kind: 'adamw', learningRate: 1e-3, schedule: 'constant' },
};
const recipeOf = (...steps: object[]) => ({ version: 1, steps });

async function page(storage = { files: memoryRunFiles(), locks: memoryLocks() }, store = memoryStore()) {
  const session = createNodeSession(sample, { store, runStorage: async () => storage });
  const model = await session.openModel('sample:digits');
  const data = await session.openData('sample:digits', { limit: 80 });
  const learned = await session.openData('sample:digits-train', { limit: 80 });
  return { session, data, storage, store, request: { model: model.id, data: learned.id, executor: 'onnx' as const } };
}

describe('in a stage that trains for quantization', () => {
  test('the network of a checkpoint is packed, as at the end of the stage', async () => {
    const { session, data, request } = await page();
    const recipe = recipeOf({ kind: 'qat', weights, ...fields });
    const { model, id: run } = await session.run({ ...request, recipe });
    const [early, last] = [
      await session.openCheckpoint({ run, step: 10 }),
      await session.openCheckpoint({ run, step: 20 }),
    ];
    for (const one of [early, last]) {
      expect(one.operators).not.toHaveProperty('FakeQuantize');
      expect(one).toMatchObject({ bytes: model.bytes, bitsPerWeight: model.bitsPerWeight });
    }
    const compared = { baseline: model.id, data: data.id, skipSpeed: true, executor: 'onnx' as const };
    const { quality } = await session.measure({ model: last.id, ...compared });
    expect(quality.kl?.value).toBe(0);
    const { checkpoints } = (await session.trainings())[0];
    expect(checkpoints.map(({ metrics }) => metrics.heldOut)).toEqual([expect.any(Number), expect.any(Number)]);
  });

  test('activations are quantized too, and a branch finishes what it copied', async () => {
    const { session, request } = await page();
    const activations = { bits: 8, mode: 'static', observer: 'minmax' };
    const recipe = recipeOf({ kind: 'qat', weights, activations, ...fields });
    const handle = session.run({ ...request, recipe });
    const { model } = await handle;
    expect((await session.openCheckpoint({ run: handle.run, step: 10 })).operators).toEqual(model.operators);
    const branch = handle.branch(10);
    await branch;
    expect((await session.openCheckpoint({ run: branch.run, step: 10 })).operators).toEqual(model.operators);
  });
});

test('thin layers that the stage adds in the end are added at a checkpoint', async () => {
  const { session, request } = await page();
  const recipe = recipeOf({ kind: 'lora', rank: 2, merge: true, ...fields });
  const { model, id: run } = await session.run({ ...request, recipe });
  const early = await session.openCheckpoint({ run, step: 10 });
  expect(early).toMatchObject({ operators: model.operators, parameters: model.parameters });
});

test('a checkpoint and a finished network of another visit have receipts that replay', async () => {
  const { session: before, request, storage, store } = await page();
  const recipe = recipeOf({ kind: 'distill', student: { from: 'teacher', width: 0.25 }, ...fields });
  const { id: run } = await before.run({ ...request, recipe, seed: 4 });
  const { session, data } = await page({ ...storage, locks: memoryLocks() }, store);
  for (const step of [10, undefined]) {
    const opened = await session.openCheckpoint({ run, ...(step === undefined ? {} : { step }) });
    const receipt = await session.receipt({ model: opened.id, data: data.id, samples: 80 });
    expect(receipt.runs?.[0].ended).toEqual(step === undefined ? undefined : [{ stage: 0, step }]);
    const replay = await createNodeSession(sample).replay({ receipt: JSON.parse(JSON.stringify(receipt)) });
    expect(replay.rows.find(({ metric }) => metric === 'kl')?.verdict).toBe('same');
  }
});
