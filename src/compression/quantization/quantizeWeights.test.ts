/** The rewrite: which weights are packed, how they turn, what stays and what is said. */
import { expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import { createBuilder } from '../../graph/builder.ts';
import type { Graph } from '../../graph/graph.ts';
import { parameterFrom } from '../../graph/graph.ts';
import { loadParameter } from '../../graph/parameterData.ts';
import { tensorFrom, toNumbers } from '../../tensor/tensor.ts';
import type { IntegerWeightOptions } from './options.ts';
import { quantizeWeights } from './quantizeWeights.ts';

/** Decimals of a difference of f32 weights below 1. */
const errorDigits = 7;

const w8: IntegerWeightOptions = { bits: 8, strategy: 'channel', symmetric: true, clip: 'minmax' };

function addWeight(builder: GraphBuilder, name: string, shape: number[]): string {
  const random = createRandom(name.length);
  const count = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: count }, () => random.normal());
  return builder.parameter(parameterFrom(name, tensorFrom('f32', shape, values)));
}

function twoLayers(): Graph {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', ['batch', 6]);
  const hidden = builder.add('MatMul', [x, addWeight(builder, 'w1', [6, 5])], {}, 'first');
  const y = builder.add('MatMul', [builder.add('Relu', [hidden]), addWeight(builder, 'w12', [5, 3])], {}, 'second');
  return builder.build([y]);
}

test('a MatMul weight [K, N] is packed as N rows and comes back in its own orientation', async () => {
  const graph = twoLayers();
  const { graph: packed, weights } = await quantizeWeights(graph, { weights: w8 });
  const storage = packed.parameters.get('w1')!.storage;
  expect(storage).toMatchObject({ kind: 'packed', orientation: 'columns', layout: { rows: 5, columns: 6 } });
  const before = await loadParameter(graph.parameters.get('w1')!);
  const after = await loadParameter(packed.parameters.get('w1')!);
  const changed = toNumbers(after).data;
  const error = Math.max(...toNumbers(before).data.map((value, i) => Math.abs(value - changed[i])));
  expect(error).toBeCloseTo(weights[0].maxError, errorDigits);
  expect(weights[0].sqnr).toBeGreaterThan(35);
  expect(packed.nodes).toBe(graph.nodes);
});

test('targets, exceptions, first and last', async () => {
  const names = async (selection: object) =>
    (await quantizeWeights(twoLayers(), { weights: w8, ...selection })).weights.map(({ name }) => name);
  expect(await names({ targets: ['second'] })).toEqual(['w12']);
  expect(await names({ targets: ['MatMul'], ignore: ['re:^w1$'] })).toEqual(['w12']);
  expect(await names({ exempt: ['first'] })).toEqual(['w12']);
  expect(await names({ exempt: ['first', 'last'] })).toEqual([]);
  await expect(names({ ignore: ['head'] })).rejects.toThrow('ignore: "head" is no node, weight or operator');
  await expect(names({ targets: ['re:('] })).rejects.toThrow('is not a regular expression');
});

test('what is packed stays packed, unless requantizing is asked', async () => {
  const { graph } = await quantizeWeights(twoLayers(), { weights: w8 });
  const again = await quantizeWeights(graph, { weights: { ...w8, bits: 4 } });
  expect(again.weights).toEqual([]);
  expect(again.left[0].reason).toContain('packed in 8 bits already');
  const forced = await quantizeWeights(graph, { weights: { ...w8, bits: 4 }, requantize: true });
  expect(forced.weights.map(({ bits, fromDequantized }) => [bits, fromDequantized])).toEqual([
    [4, true],
    [4, true],
  ]);
});

test('16-bit storage keeps the type and says its error', async () => {
  const { graph, weights } = await quantizeWeights(twoLayers(), { weights: { bits: 16 } });
  const parameter = graph.parameters.get('w1')!;
  expect([parameter.dtype, parameter.storage.kind === 'dense' && parameter.storage.dtype]).toEqual(['f32', 'f16']);
  expect(weights[0]).toMatchObject({ bitsPerWeight: 16, bytes: { codes: 60 } });
  expect(weights[0].sqnr).toBeGreaterThan(60);
});

test('a weight that is not finite is named', async () => {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', ['batch', 2]);
  const y = builder.add('MatMul', [x, builder.constant('f32', [2, 1], [1, Number.NaN])]);
  await expect(quantizeWeights(builder.build([y]), { weights: w8 })).rejects.toThrow(
    'value 1 is NaN and is not finite',
  );
});
