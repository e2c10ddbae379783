/** Networks built new and built again from a checkpoint; ResNets on real images. */
import { expect, test } from 'vitest';
import { quantize } from '../compression/quantization/quantize.ts';
import { memorySource } from '../core/bytes/byteSource.ts';
import { subset } from '../data/dataset.ts';
import { openData } from '../data/openData.ts';
import { collectOutputs } from '../evaluation/collectOutputs.ts';
import { measureQuality } from '../evaluation/quality.ts';
import { measureSize } from '../evaluation/size.ts';
import { createOnnxExecutor } from '../execution/onnx/onnxExecutor.ts';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import { readSafetensors } from '../files/safetensors/readSafetensors.ts';
import { encodeFile, writeSafetensors } from '../files/safetensors/writeSafetensors.ts';
import type { Graph } from '../graph/graph.ts';
import { foldBatchNorm } from '../graph/passes/foldBatchNorm.ts';
import { tensorFrom } from '../tensor/tensor.ts';
import { cifarFiles, cifarImages, cifarLabels } from '../testing/cifar.ts';
import type { TestData } from '../testing/data.ts';
import { testWithData } from '../testing/data.ts';
import { graphFromCheckpoint } from './architecture.ts';
import { cnn, mlp } from './networks.ts';

const reference = createReferenceExecutor();
const digits = { input: [1, 28, 28], classes: 10 } as const;

async function reopen(graph: Graph, form: 'dense' | 'packed' = 'dense'): Promise<Graph> {
  const { bytes, config } = await writeSafetensors(graph.parameters.values(), { form, metadata: graph.metadata });
  const files = [memorySource('own.safetensors', bytes)];
  if (config) files.push(memorySource('config.json', new TextEncoder().encode(JSON.stringify(config))));
  return graphFromCheckpoint(await readSafetensors(files));
}

async function logits(graph: Graph): Promise<number[]> {
  const images = tensorFrom(
    'u8',
    [2, 1, 28, 28],
    Array.from({ length: 1568 }, (_, i) => (i * 37) % 256),
  );
  const plan = await reference.compile(graph, { shapes: { images: images.shape } });
  return Array.from((await plan.run({ images })).logits.data, Number);
}

test.each<[string, Graph, number]>([
  ['mlp', mlp({ ...digits, hidden: [32, 16] }, 1), 784 * 32 + 32 * 16 + 16 * 10],
  ['cnn', cnn({ ...digits, channels: [4, 8], hidden: 16 }, 1), 36 + 288 + 392 * 16 + 160],
])('a new %s takes raw bytes, and its checkpoint opens to the same network', async (_, graph, weights) => {
  expect(graph.inputs[0]).toMatchObject({ dtype: 'u8', shape: ['batch', 1, 28, 28] });
  expect(measureSize(graph).weights).toBe(weights);
  const before = await logits(graph);
  expect(before).toHaveLength(20);
  expect(Math.max(...before.map(Math.abs))).toBeLessThan(50);
  expect(await logits(await reopen(graph))).toEqual(before);
});

test('the seed decides the weights', async () => {
  const options = { ...digits, hidden: [8] };
  expect(await logits(mlp(options, 3))).toEqual(await logits(mlp(options, 3)));
  expect(await logits(mlp(options, 4))).not.toEqual(await logits(mlp(options, 3)));
});

test('a packed checkpoint opens packed, to the same values', async () => {
  const { graph } = await quantize(mlp({ ...digits, hidden: [32] }), {
    weights: { bits: 4, strategy: 'group', groupSize: 16, symmetric: false, clip: 'mse' },
  });
  const again = await reopen(graph, 'packed');
  expect(measureSize(again).bitsPerWeight).toBeCloseTo(measureSize(graph).bitsPerWeight, 6);
  expect(await logits(again)).toEqual(await logits(graph));
});

test('a chain of linear layers is recognised, other tensors are refused', async () => {
  const tensor = (name: string, shape: number[]) => ({
    name,
    dtype: 'F32',
    shape,
    bytes: new Uint8Array(4 * shape.reduce((a, b) => a * b, 1)),
  });
  const open = async (...tensors: ReturnType<typeof tensor>[]) =>
    graphFromCheckpoint(await readSafetensors([memorySource('x.safetensors', encodeFile(tensors, {}))]));
  const chain = await open(tensor('10.weight', [2, 4]), tensor('2.weight', [4, 3]), tensor('2.bias', [4]));
  expect(chain.nodes.map(({ name }) => name)).toEqual(['layer1', 'layer1_relu', 'output']);
  await expect(open(tensor('a.weight', [2, 4]), tensor('b.weight', [3, 3]))).rejects.toThrow(
    'of no architecture that Decant builds',
  );
});

const cifar = [cifarImages, cifarLabels];

async function openCifar(data: TestData) {
  const files = cifarFiles(await data.read(cifarImages), await data.text(cifarLabels));
  return openData([memorySource('images.npy', files.images()), memorySource('labels.npy', files.labels())]);
}

async function openResNet(data: TestData, name: string): Promise<Graph> {
  return graphFromCheckpoint(await readSafetensors([memorySource(name, await data.read(`cifar10/${name}`))]));
}

testWithData(
  'ResNet-20 has 999 of 1,000 images right; ResNet-56, and ResNet-20 with its norms folded, a part of them',
  ['cifar10/resnet56.safetensors', 'cifar10/resnet20.safetensors', ...cifar],
  async (data) => {
    const dataset = await openCifar(data);
    const judge = createOnnxExecutor({ threads: 1 });
    const predict = async (graph: Graph, samples: number) =>
      measureQuality(await collectOutputs(judge, graph, dataset, { samples }), { labels: dataset.labels });
    const small = await openResNet(data, 'resnet20.safetensors');
    const whole = await predict(small, 1000);
    expect(whole.classification?.accuracy.value).toBe(0.999);
    const folded = await foldBatchNorm(small);
    expect(folded.nodes.some((node) => node.kind === 'operator' && node.operator === 'BatchNormalization')).toBe(false);
    const some = await predict(folded, 200);
    expect(some.classification?.predictions).toEqual(whole.classification?.predictions.subarray(0, 200));
    const large = await predict(await openResNet(data, 'resnet56.safetensors'), 200);
    expect(large.classification?.accuracy.value).toBe(1);
  },
  120_000,
);

testWithData(
  'ResNet-20 on the reference: the first images are right',
  ['cifar10/resnet20.safetensors', ...cifar],
  async (data) => {
    const dataset = subset(await openCifar(data), [0, 1, 2]);
    const collected = await collectOutputs(reference, await openResNet(data, 'resnet20.safetensors'), dataset);
    expect(measureQuality(collected, { labels: dataset.labels }).classification?.accuracy.value).toBe(1);
  },
  60_000,
);

testWithData(
  'ResNet-20 W8A8 static, calibrated on 200 images, loses at most half a point on the other 800',
  ['cifar10/resnet20.safetensors', ...cifar],
  async (data) => {
    const dataset = await openCifar(data);
    const calibration = subset(
      dataset,
      Int32Array.from({ length: 200 }, (_, i) => i),
    );
    const held = subset(
      dataset,
      Int32Array.from({ length: 800 }, (_, i) => 200 + i),
    );
    const judge = createOnnxExecutor({ threads: 1 });
    const graph = await foldBatchNorm(await openResNet(data, 'resnet20.safetensors'));
    const weights = { bits: 8, strategy: 'channel', symmetric: true, clip: 'minmax' } as const;
    const activations = { bits: 8, mode: 'static', observer: 'mse', samples: 200 } as const;
    const quantized = await quantize(graph, { weights, activations }, { executor: judge, data: calibration });
    const collected = await collectOutputs(judge, quantized.graph, held);
    const accuracy = measureQuality(collected, { labels: held.labels }).classification?.accuracy.value ?? 0;
    expect(accuracy).toBeGreaterThanOrEqual(0.995);
  },
  120_000,
);
