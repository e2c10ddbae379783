/** What a chain tells of its stages: the original first, and each with quality and its interval, size and speed. */
import { expect, test } from 'vitest';
import { createNodeSession } from '../../testing/nodeSession.ts';
import { smallNetwork } from '../../testing/smallNetwork.ts';
import type { StageSummary } from '../api.ts';

const sample = await smallNetwork();

const chain = {
  version: 1,
  steps: [
    { kind: 'prune', method: 'structured', sparsity: 0.25 },
    { kind: 'quantize', weights: { bits: 8, strategy: 'channel' } },
  ],
};

test('the original stands before the stages, measured on the same samples with intervals', async () => {
  const session = createNodeSession(sample);
  const model = await session.openModel('sample:digits');
  const { id: data } = await session.openData('sample:digits-train', { limit: 80 });
  const { id: heldOut } = await session.openData('sample:digits', { limit: 50 });
  const told: (StageSummary | undefined)[] = [];
  const request = { model: model.id, data, heldOut, recipe: chain, executor: 'onnx' as const };
  await session.run(request, { onProgress: ({ stages, original }) => stages && told.push(original) });
  const [{ original, stages }] = await session.trainings();
  expect(told).toHaveLength(3);
  expect(told.every((one) => one?.bytes === model.bytes)).toBe(true);
  expect(original).toMatchObject({ kind: 'original', bytes: model.bytes, parameters: model.parameters });
  expect(original?.metrics).not.toHaveProperty('agreement');
  const { quality } = await session.measure({ model: model.id, data: heldOut, executor: 'onnx', skipSpeed: true });
  expect(original?.intervals?.heldOut).toEqual(quality.accuracy);
  for (const stage of stages) {
    expect(stage.speed?.n).toBeGreaterThan(0);
    for (const name of ['heldOut', 'agreement']) {
      const interval = stage.intervals?.[name];
      expect(interval).toMatchObject({ value: stage.metrics[name], n: 50 });
      expect(interval?.low).toBeLessThanOrEqual(stage.metrics[name]);
      expect(interval?.high).toBeGreaterThanOrEqual(stage.metrics[name]);
    }
  }
});

test('what is zero, what is stored and what is timed are told apart', async () => {
  const session = createNodeSession(sample);
  const model = await session.openModel('sample:digits');
  const { id: data } = await session.openData('sample:digits-train', { limit: 60 });
  const zeros = { kind: 'prune', method: 'magnitude', sparsity: 0.5 };
  const recipe = { version: 1, steps: [zeros, chain.steps[0]] };
  const { steps } = await session.run({ model: model.id, data, recipe, executor: 'onnx' });
  // Steps of one kind are no chain to be kept, but report alike.
  const [zeroed, cut] = steps.map(({ report }) => report.pruned);
  expect(zeroed?.sparsity).toBeCloseTo(0.5, 2);
  expect(zeroed).toMatchObject({ method: 'magnitude', bytesBefore: model.bytes, bytesAfter: model.bytes });
  expect(zeroed?.flopsAfter).toBe(zeroed?.flopsBefore);
  expect(zeroed?.bytesIfSparse).toBeLessThan(model.bytes);
  expect(cut?.bytesAfter).toBeLessThan(model.bytes);
  expect(cut?.flopsAfter).toBeLessThan(cut?.flopsBefore ?? 0);
  await session.run({ model: model.id, data, recipe: chain, executor: 'onnx' });
  const [{ stages }] = await session.trainings();
  expect(stages.map(({ pruned }) => pruned?.method)).toEqual(['structured', undefined]);
});

test('one step is no chain and has no row of its original', async () => {
  const session = createNodeSession(sample);
  const model = await session.openModel('sample:digits');
  const { id: data } = await session.openData('sample:digits-train', { limit: 60 });
  const step = { kind: 'train', steps: 2, batch: 8, checkpointEvery: 2 };
  await session.run({ model: model.id, data, recipe: { version: 1, steps: [step] }, executor: 'onnx' });
  expect((await session.trainings())[0].original).toBeUndefined();
});
