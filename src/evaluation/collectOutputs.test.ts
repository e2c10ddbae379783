/** Batches: the last is filled up and cut, samples are brought to the input's type, sizes and times are reported. */
import { expect, test } from 'vitest';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Dim } from '../tensor/shape.ts';
import { createTensor, tensorFrom } from '../tensor/tensor.ts';
import type { SampleSource } from './collectOutputs.ts';
import { collectOutputs } from './collectOutputs.ts';
import { measureSize } from './size.ts';
import { measureSpeed } from './speed.ts';

function sumGraph(leading: Dim = 'batch') {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', [leading, 4]);
  return builder.build([builder.add('MatMul', [x, builder.constant('f32', [4, 1], [1, 1, 1, 1])], {}, 'sum')]);
}

/** Sample i is the bytes i, i, i, i as an image of 1x2x2. */
const source: SampleSource = {
  samples: 7,
  batch: (indices) =>
    createTensor('u8', [indices.length, 1, 2, 2], Uint8Array.from(Array.from(indices).flatMap((i) => [i, i, i, i]))),
};
const executor = createReferenceExecutor();

test.each([1, 3, 7, 100])('seven images through a model of vectors, %i at a time', async (batch) => {
  const { samples, outputs } = await collectOutputs(executor, sumGraph(), source, { batch });
  expect(samples).toBe(7);
  expect([...outputs.sum.data].map(Number)).toEqual([0, 4, 8, 12, 16, 20, 24]);
});

test('a model of one sample takes one at a time, and as many as asked', async () => {
  const { outputs } = await collectOutputs(executor, sumGraph(1), source, { batch: 3, samples: 2 });
  expect(outputs.sum).toMatchObject({ shape: [2, 1] });
});

test('samples that do not fit are named with both shapes', async () => {
  const odd = { samples: 1, batch: () => tensorFrom('u8', [1, 5], [1, 2, 3, 4, 5]) };
  await expect(collectOutputs(executor, sumGraph(), odd)).rejects.toThrow('Samples of 5 do not fit input "x"');
});

test('a run ends early when there is enough', async () => {
  const seen: number[] = [];
  const enough = ({ samples }: { samples: number }) => seen.push(samples) === 2;
  const { samples, outputs } = await collectOutputs(executor, sumGraph(), source, { batch: 2, enough });
  expect([samples, outputs.sum.shape, seen]).toEqual([4, [4, 1], [2, 4]]);
});

test('cancelling stops between batches', async () => {
  const controller = new AbortController();
  const running = collectOutputs(executor, sumGraph(), source, {
    batch: 1,
    signal: controller.signal,
    onProgress: ({ done }) => done === 3 && controller.abort(),
  });
  await expect(running).rejects.toThrow();
});

test('size: four floats of weight, nothing else', () => {
  expect(measureSize(sumGraph())).toMatchObject({
    bytes: 16,
    parts: { codes: 16, rest: 0 },
    weights: 4,
    bitsPerWeight: 32,
  });
});

test('speed: cold holds compilation, p10 <= median <= p90', async () => {
  const speed = await measureSpeed(
    executor,
    sumGraph(),
    { x: tensorFrom('f32', [2, 4], Array(8).fill(1)) },
    { least: 5, budgetMs: 0 },
  );
  expect(speed).toMatchObject({ n: 5, batch: 2, clock: 'wall' });
  expect(speed.coldMs).toBeGreaterThanOrEqual(speed.compileMs);
  expect(speed.p10).toBeLessThanOrEqual(speed.medianMs);
  expect(speed.medianMs).toBeLessThanOrEqual(speed.p90);
});
