/** The map on tiny networks: what a cell is, other outputs than scores, packed models, and the temperature of the loss. */
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import type { SampleSource } from '../../evaluation/collectOutputs.ts';
import type { Scores } from '../../evaluation/scores.ts';
import { createReferenceExecutor } from '../../execution/reference/referenceExecutor.ts';
import { createBuilder } from '../../graph/builder.ts';
import type { Graph } from '../../graph/graph.ts';
import { createTensor } from '../../tensor/tensor.ts';
import { tinyMlp } from '../../testing/networks.ts';
import { quantizeWeights } from '../quantization/quantizeWeights.ts';
import { createLossMeter, evenBatch, softeningTemperature } from './lossMeter.ts';
import { measureSensitivity } from './measureSensitivity.ts';

/** Both come from the same search, so they differ by their scale alone. */
const ratioDigits = 6;

const executor = createReferenceExecutor();
const rounding = { strategy: 'channel', symmetric: true, clip: 'minmax' } as const;

function vectors(length: number, samples = 24): SampleSource {
  const random = createRandom(2);
  const values = Float32Array.from({ length: samples * length }, () => random.normal());
  const rows = (indices: ArrayLike<number>) =>
    Array.from(indices).flatMap((i) => [...values.subarray(i * length, (i + 1) * length)]);
  return {
    samples,
    batch: (indices) => createTensor('f32', [indices.length, length], Float32Array.from(rows(indices))),
  };
}

const study = (graph: Graph, changes: Partial<Parameters<typeof measureSensitivity>[3]> = {}) =>
  measureSensitivity(executor, graph, vectors(11), { bits: [8, 2], mode: 'each', rounding, samples: 24, ...changes });

test('a cell is the loss of the graph with that one weight rounded', async () => {
  const graph = tinyMlp();
  const map = await study(graph);
  const meter = await createLossMeter(executor, graph, vectors(11), { samples: 24 });
  for (const { node, parameter } of map.layers) {
    const { graph: one } = await quantizeWeights(graph, { weights: { bits: 2, ...rounding }, targets: [parameter] });
    const cell = map.cells.find((own) => own.node === node && own.bits === 2);
    expect(cell).toMatchObject(await meter.loss(one));
  }
  const { graph: all } = await quantizeWeights(graph, { weights: { bits: 2, ...rounding } });
  expect(map.uniform[1]).toMatchObject(await meter.loss(all));
});

test('bytes: what each layer takes at each width, the rest, and the whole', async () => {
  const map = await study(tinyMlp(), { bits: [16, 2] });
  // 11x7 and 7x5 weights: 2 bits are one word a row (7 and 5 rows), with a half scale each.
  expect(map.layers.map(({ bytes }) => bytes)).toEqual([
    { 32: 308, 16: 154, 2: 7 * 8 + 7 * 2 },
    { 32: 140, 16: 70, 2: 5 * 8 + 5 * 2 },
  ]);
  expect(map.fixedBytes).toBe(4 * (7 + 5));
  expect(map.uniform.map(({ bytes }) => bytes)).toEqual([48 + 224, 48 + 120]);
});

test('a model that came packed is rounded again, and says its width', async () => {
  const { graph } = await quantizeWeights(tinyMlp(), { weights: { bits: 4, ...rounding } });
  const map = await study(graph, { bits: [2] });
  expect(map.layers.map(({ stored }) => stored)).toEqual([4, 4]);
  expect(map.cells.every(({ loss }) => loss > 0)).toBe(true);
});

test('some layers alone: the others are part of the rest', async () => {
  const map = await study(tinyMlp(), { layers: ['w2'], bits: [8] });
  expect(map.layers.map(({ parameter }) => parameter)).toEqual(['w2']);
  expect(map.cells).toHaveLength(1);
  expect(map.fixedBytes).toBe(48 + 308);
});

test('outputs that are no scores: noise as a share of power', async () => {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', ['batch', 11]);
  const weight = builder.constant(
    'f32',
    [11, 1],
    Array.from({ length: 11 }, (_, i) => Math.cos(i)),
  );
  const map = await study(builder.build([builder.add('MatMul', [x, weight], {}, 'sum')]));
  expect(map).toMatchObject({ metric: 'noise', temperature: 1 });
  const [eight, two] = map.cells.map(({ loss }) => loss);
  expect(two).toBeGreaterThan(eight);
  expect(two).toBeLessThan(1);
});

test('a network without weights is refused', async () => {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', ['batch', 11]);
  await expect(study(builder.build([builder.add('Relu', [x])]))).rejects.toThrow('no layer has a width to choose');
});

describe('temperature', () => {
  const scores = (scale: number): Scores => {
    const random = createRandom(4);
    return {
      output: 'y',
      samples: 50,
      classes: 4,
      values: Float64Array.from({ length: 200 }, () => scale * random.normal()),
    };
  };

  test('is 1 for a network that is unsure, and undoes the scale of one that is not', () => {
    expect(softeningTemperature(scores(1))).toBe(1);
    const thousand = softeningTemperature(scores(1000));
    expect(thousand / softeningTemperature(scores(100))).toBeCloseTo(10, ratioDigits);
    expect(thousand).toBeGreaterThan(10);
  });
});

test.each([
  [1, 1],
  [128, 128],
  [129, 65],
  [256, 128],
  [300, 100],
])('%i samples run %i at a time', (samples, batch) => {
  expect(evenBatch(samples)).toBe(batch);
});
