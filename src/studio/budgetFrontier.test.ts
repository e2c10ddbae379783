/**
 * The promise of the budget: at the bytes of every uniform width, the widths that the solver chooses from a measured map
 * do no worse than the uniform ones, on samples that the map has not seen. On the built-in network and on a real one.
 */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createLossMeter } from '../compression/sensitivity/lossMeter.ts';
import { memorySource } from '../core/bytes/byteSource.ts';
import type { Dataset } from '../data/dataset.ts';
import { subset } from '../data/dataset.ts';
import { digitsDataset } from '../data/digits/digitsDataset.ts';
import { openData } from '../data/openData.ts';
import { collectOutputs } from '../evaluation/collectOutputs.ts';
import { measureQuality } from '../evaluation/quality.ts';
import type { Graph } from '../graph/graph.ts';
import { runRecipe } from '../recipes/runRecipe.ts';
import { parseRecipe } from '../recipes/schema.ts';
import { testWithData } from '../testing/data.ts';
import { createNodeEnvironment } from '../testing/nodeSession.ts';
import type { SensitivityMap } from './api.ts';
import { Executors } from './executors.ts';
import { Measurer } from './measure.ts';
import { Openings } from './openings.ts';
import { openGraph } from './openModel.ts';
import { RunRecords } from './runRecords.ts';
import { allocateBudget, mapSensitivity } from './sensitivity.ts';
import type { Workbench } from './workbench.ts';

/** Chosen on 500 samples, judged on others: a mean of losses that are mostly zero varies by about so much between them. */
const samplingTolerance = 1.25;

const mapSamples = 500;

interface Case {
  readonly graph: Graph;
  /** Samples that the map is measured on, and those that widths are judged on. */
  readonly seen: Dataset;
  readonly unseen: Dataset;
}

function benchOf({ graph, seen }: Case): { bench: Workbench; ids: { model: string; data: string } } {
  const environment = createNodeEnvironment(new Uint8Array());
  const openings = new Openings(environment);
  openings.models.add({ id: 'model-0', name: 'network', format: 'onnx', graph, notes: [] });
  openings.data.add({ id: 'data-0', dataset: seen });
  const executors = new Executors(environment);
  const bench = { openings, executors, measurer: new Measurer(), records: new RunRecords(environment.store) };
  return { bench, ids: { model: 'model-0', data: 'data-0' } };
}

async function holdFrontier(own: Case): Promise<void> {
  const { bench, ids } = benchOf(own);
  const map = await mapSensitivity(bench, { ...ids, samples: mapSamples }, {});
  const judge = await bench.executors.pick('onnx', own.graph);
  const meter = await createLossMeter(judge, own.graph, own.unseen, { samples: own.unseen.samples });
  const made = async (recipe: unknown) => (await runRecipe(own.graph, parseRecipe(recipe))).graph;
  for (const { bits, bytes } of map.uniform) {
    const allocation = await allocateBudget(bench, { map, budget: bytes, verify: ids }, {});
    expect(allocation.bytes).toBeLessThanOrEqual(bytes);
    const [mixed, uniform] = [await made(allocation.recipe), await made(uniformRecipe(map, bits))];
    const [after, before] = [await meter.loss(mixed), await meter.loss(uniform)];
    expect(after.loss).toBeLessThanOrEqual(before.loss * samplingTolerance);
    const outputs = async (graph: Graph) => collectOutputs(judge, graph, own.unseen);
    const { labels } = own.unseen;
    const { flips } = measureQuality(await outputs(mixed), { labels, classes: 10, original: await outputs(uniform) });
    // Paired, on the same samples: no certainty that accuracy is less than that of the uniform width.
    expect(flips?.difference.high).toBeGreaterThanOrEqual(0);
  }
}

const uniformRecipe = ({ rounding }: SensitivityMap, bits: number) => ({
  version: 1,
  steps: [{ kind: 'quantize', weights: { bits, ...rounding } }],
});

const range = (start: number, count: number) => Int32Array.from({ length: count }, (_, i) => start + i);

test('the built-in network: on or above the frontier of uniform widths', { timeout: 240_000 }, async () => {
  const bytes = new Uint8Array(await readFile('public/samples/digits-cnn.onnx'));
  const { graph } = await openGraph([memorySource('digits-cnn.onnx', bytes)]);
  await holdFrontier({
    graph,
    seen: digitsDataset({ split: 'train', count: mapSamples }),
    unseen: digitsDataset({ split: 'test' }),
  });
});

const files = ['onnx/opt-mnist.onnx', 'mnist/t10k-images-idx3-ubyte.gz', 'mnist/t10k-labels-idx1-ubyte.gz'];

testWithData(
  'opt-mnist: on or above the frontier of uniform widths',
  files,
  async (data) => {
    const [model, images, labels] = await Promise.all(
      files.map(async (path) => memorySource(path, await data.read(path))),
    );
    const { graph } = await openGraph([model]);
    const all = await openData([images, labels], { limit: 3500 });
    await holdFrontier({ graph, seen: subset(all, range(3000, mapSamples)), unseen: subset(all, range(0, 3000)) });
  },
  240_000,
);
