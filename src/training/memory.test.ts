/** A run of some hundred steps leaves no array behind: what is held after it is what was held in its middle. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { datasetFrom } from '../data/dataset.ts';
import { createOnnxExecutor } from '../execution/onnx/onnxExecutor.ts';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import { mlp } from '../models/networks.ts';
import { fromPlainGraph, toPlainGraph } from '../studio/plainGraph.ts';
import { boundedCheckpoints } from './boundedCheckpoints.ts';
import { memoryCheckpoints } from './checkpoint.ts';
import { learningStep } from './learningStep.ts';
import { labelObjective } from './objective.ts';
import { startTraining } from './run.ts';

/** Bytes: less than one copy of the states of the network below, of which each checkpoint is one. */
const mostGrowth = 8192;
const [first, last] = [100, 500];

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** Bytes of array buffers after garbage was collected, which takes two rounds for those that were freed late. */
async function heldBytes(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return process.memoryUsage().arrayBuffers;
}

test('a plan that was disposed leaves nothing of its graph behind', async () => {
  const plain = await toPlainGraph(mlp({ input: [1, 8, 8], classes: 4, hidden: [64] }, 1));
  const executor = createOnnxExecutor({ threads: 1 });
  const held: number[] = [];
  for (let round = 0; round < 4; round++) {
    const plan = await executor.compile(fromPlainGraph(structuredClone(plain)), { shapes: { images: [2, 1, 8, 8] } });
    plan.dispose();
    held.push(await heldBytes());
  }
  await executor.dispose();
  expect(held[3] - held[1]).toBeLessThan(mostGrowth);
});

test('arrays do not grow in number over hundreds of steps and tens of checkpoints', async () => {
  const values = Uint8Array.from({ length: 40 * 64 }, (_, i) => (i * 31) % 256);
  const labels = Int32Array.from({ length: 40 }, (_, i) => i % 4);
  const data = datasetFrom({ name: 'patterns', input: { dtype: 'u8', shape: [1, 8, 8] }, values, labels });
  const network = mlp({ input: [1, 8, 8], classes: 4, hidden: [12] }, 1);
  const step = await learningStep(await labelObjective(network), { optimizer: { kind: 'adamw' }, ring: 8 });
  const nothing = { trouble: () => {}, kept: () => {}, dropped: () => {} };
  const store = boundedCheckpoints(memoryCheckpoints(), { most: 3, mostBytes: 2 ** 20 }, nothing);
  const held: number[] = [];
  const evaluate = async (_: unknown, at: number) => {
    if (at === first || at === last) held.push(await heldBytes());
    return {};
  };
  const options = { steps: last, batch: 8, seed: 1, learningRate: 1e-3, checkpointEvery: 20, store, evaluate };
  await startTraining(createReferenceExecutor(), step, data, options).done;
  expect(held).toHaveLength(2);
  expect(held[1] - held[0]).toBeLessThan(mostGrowth);
});
