/** A layer restored is the original's again, weight and activation; the others stay compressed. */
import { expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import type { SampleSource } from '../../evaluation/collectOutputs.ts';
import { collectOutputs } from '../../evaluation/collectOutputs.ts';
import { createReferenceExecutor } from '../../execution/reference/referenceExecutor.ts';
import type { Graph } from '../../graph/graph.ts';
import { createTensor } from '../../tensor/tensor.ts';
import { tinyMlp } from '../../testing/networks.ts';
import { quantize } from '../quantization/quantize.ts';
import { changedLayers, restoreLayer } from './restoreLayer.ts';

const executor = createReferenceExecutor();
const random = createRandom(5);
const values = Float32Array.from({ length: 20 * 11 }, () => random.normal());
const source: SampleSource = {
  samples: 20,
  batch: (indices) =>
    createTensor(
      'f32',
      [indices.length, 11],
      Float32Array.from(Array.from(indices).flatMap((i) => [...values.subarray(i * 11, i * 11 + 11)])),
    ),
};
const weights = { bits: 3, strategy: 'channel', symmetric: true, clip: 'minmax' } as const;
const outputsOf = async (graph: Graph) =>
  Object.values((await collectOutputs(executor, graph, source)).outputs)[0].data;

test.each([
  ['weights alone', {}],
  ['dynamic activations', { activations: { bits: 8, mode: 'dynamic' } }],
  ['static activations', { activations: { bits: 8, mode: 'static', observer: 'minmax' } }],
] as const)('%s: restoring all layers one after another gives the original', async (_, extra) => {
  const original = tinyMlp();
  const { graph: compressed } = await quantize(original, { weights, ...extra }, { executor, data: source });
  const layers = changedLayers(original, compressed);
  expect(layers.map(({ parameter }) => parameter.name)).toEqual(['w1', 'w2']);
  const once = restoreLayer(original, compressed, layers[0]);
  expect(changedLayers(original, once).map(({ parameter }) => parameter.name)).toEqual(['w2']);
  expect(await outputsOf(once)).not.toEqual(await outputsOf(original));
  const twice = restoreLayer(original, once, layers[1]);
  expect(twice.nodes).toHaveLength(original.nodes.length);
  expect(await outputsOf(twice)).toEqual(await outputsOf(original));
});

test('a layer that was left alone is not among them', async () => {
  const original = tinyMlp();
  const { graph } = await quantize(original, { weights, targets: ['w2'] });
  expect(changedLayers(original, graph).map(({ parameter }) => parameter.name)).toEqual(['w2']);
  expect(changedLayers(original, original)).toEqual([]);
});
