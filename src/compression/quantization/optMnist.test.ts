/** The main job on a real network: MNIST's test images through opt-mnist, quantized in every preset. */
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../core/bytes/byteSource.ts';
import type { Dataset } from '../../data/dataset.ts';
import { datasetFrom, subset } from '../../data/dataset.ts';
import { collectOutputs } from '../../evaluation/collectOutputs.ts';
import { measureQuality } from '../../evaluation/quality.ts';
import { findScores, predictions } from '../../evaluation/scores.ts';
import { measureSize } from '../../evaluation/size.ts';
import type { Executor } from '../../execution/executor.ts';
import { createOnnxExecutor } from '../../execution/onnx/onnxExecutor.ts';
import { createReferenceExecutor } from '../../execution/reference/referenceExecutor.ts';
import { readOnnx } from '../../files/onnx/readOnnx.ts';
import type { Graph } from '../../graph/graph.ts';
import { lowerDynamic } from '../../graph/passes/lowerDynamic.ts';
import { rebatch } from '../../graph/passes/rebatch.ts';
import type { TestData } from '../../testing/data.ts';
import { describeWithData } from '../../testing/data.ts';
import type { QuantizeOptions } from './options.ts';
import { quantize } from './quantize.ts';

/** Half of a thousandth is one of 2,000 images. */
const accuracyDigits = 3;
/** Bits a weight as they are published, to one decimal. */
const bitsDigits = 1;

const files = ['onnx/opt-mnist.onnx', 'mnist/t10k-images-idx3-ubyte.gz', 'mnist/t10k-labels-idx1-ubyte.gz'];
const images = 2000;
/** Sums of hundreds of f32 terms in another order, relative to the largest score. */
const sumTolerance = 1e-5;
/** A tie of an activation may round either way: one level of 127 in one of 256 terms moves a score by less than this. */
const levelTolerance = 2e-3;

async function open(data: TestData): Promise<{ graph: Graph; dataset: Dataset; calibration: Dataset }> {
  const graph = await rebatch(await readOnnx(memorySource('opt-mnist.onnx', await data.read(files[0]))));
  const values = gunzipSync(await data.read(files[1])).subarray(16);
  const labels = Int32Array.from(gunzipSync(await data.read(files[2])).subarray(8));
  const all = datasetFrom({
    name: 'MNIST',
    input: { dtype: 'u8', shape: [1, 28, 28] },
    values: new Uint8Array(values),
    labels,
  });
  const from = (start: number, count: number) =>
    subset(
      all,
      Int32Array.from({ length: count }, (_, i) => start + i),
    );
  // Ranges are found on images that no accuracy is measured on.
  return { graph, dataset: from(0, images), calibration: from(images, 256) };
}

const channel = { bits: 8, strategy: 'channel', symmetric: true, clip: 'minmax' } as const;
const group = (bits: 2 | 3 | 4) => ({ bits, strategy: 'group', groupSize: 32, symmetric: true, clip: 'mse' }) as const;

/** Recipe, bits a weight (bits + 16 ceil(K / g) / K, weighed by layer), the least accuracy it may have. */
const cases: [string, QuantizeOptions, number, number][] = [
  ['W8 channel', { weights: channel }, 8.09, 0.982],
  ['W4 g32', { weights: group(4) }, 4.537, 0.975],
  ['W3 g32', { weights: group(3) }, 3.537, 0.96],
  ['W2 g32', { weights: group(2) }, 2.537, 0.92],
  ['W8A8 dynamic', { weights: channel, activations: { bits: 8, mode: 'dynamic' } }, 8.09, 0.98],
  [
    'W8A8 static uint8',
    { weights: channel, activations: { bits: 8, mode: 'static', observer: 'mse', samples: 64 } },
    8.09,
    0.98,
  ],
  [
    'W8A8 static int8, entropy',
    { weights: channel, activations: { bits: 8, mode: 'static', symmetric: true, observer: 'entropy', samples: 64 } },
    8.09,
    0.97,
  ],
  ['FP16', { weights: { bits: 16 } }, 16, 0.983],
];

await describeWithData('opt-mnist', files, (data) => {
  const opened = open(data);
  const judge = createOnnxExecutor({ threads: 1 });

  test('98.4 % of the first 2,000 images in f32', async () => {
    const { graph, dataset } = await opened;
    const { labels } = dataset;
    const { classification } = measureQuality(await collectOutputs(judge, graph, dataset), { labels });
    expect(classification?.accuracy.value).toBeCloseTo(0.984, accuracyDigits);
  });

  describe.each(cases)('%s', (_, options, bits, least) => {
    const quantized = opened.then(({ graph, calibration }) =>
      quantize(graph, options, { executor: judge, data: calibration }),
    );

    test('has its bits a weight and keeps its accuracy', async () => {
      const { dataset, graph: original } = await opened;
      const { graph } = await quantized;
      expect(measureSize(graph).bitsPerWeight).toBeCloseTo(bits, bitsDigits);
      const before = await collectOutputs(judge, original, dataset);
      const after = await collectOutputs(judge, graph, dataset);
      const quality = measureQuality(after, { labels: dataset.labels, classes: 10, original: before });
      expect(quality.classification?.accuracy.value).toBeGreaterThan(least);
    });

    test('the reference and onnxruntime give the same scores, image by image', async () => {
      const { dataset } = await opened;
      const { graph } = await quantized;
      const scores = async (executor: Executor, own: Graph) =>
        findScores((await collectOutputs(executor, own, dataset, { samples: 30, batch: 10 })).outputs)!;
      const expected = await scores(createReferenceExecutor(), graph);
      const largest = Math.max(...expected.values.map(Math.abs));
      for (const own of [graph, await lowerDynamic(graph)]) {
        const given = await scores(judge, own);
        expect(predictions(given)).toEqual(predictions(expected));
        const errors = given.values.map((value, i) => Math.abs(value - expected.values[i]) / largest);
        expect(Math.max(...errors)).toBeLessThan(options.activations ? levelTolerance : sumTolerance);
      }
    });
  });
});
