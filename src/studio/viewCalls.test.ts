/** What views ask to look inside of: values that flow into a layer, the graph, one sample's drift, and ceilings. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Executor, NodeProfile } from '../execution/executor.ts';
import { sizeOf } from '../tensor/shape.ts';
import { createNodeSession, fileOf } from '../testing/nodeSession.ts';
import { measureCeilings } from './ceilings.ts';

/** Decimals of a hundredth of a millisecond. */
const clockDigits = 4;

async function opened() {
  const bytes = new Uint8Array(await readFile('public/samples/digits-cnn.onnx'));
  const session = createNodeSession(bytes);
  const model = await session.openModel(fileOf('digits-cnn.onnx', bytes));
  const data = await session.openData('sample:digits', { limit: 32 });
  const weights = { bits: 8, strategy: 'channel', symmetric: true, clip: 'minmax' };
  const activations = { bits: 8, mode: 'static', observer: 'minmax', samples: 32 };
  const steps = [{ kind: 'quantize', method: 'rtn', weights, activations }];
  const made = await session.run({ model: model.id, data: data.id, recipe: { version: 1, steps } });
  return { session, model, data, made: made.model };
}

describe('inside of a network', async () => {
  const { session, model, data, made } = await opened();
  const last = model.layers.at(-1)!;

  test('what flows into a layer is counted, with the grid of static activations over it', async () => {
    const floats = await session.activations({ model: model.id, data: data.id, node: last.node, samples: 8 });
    expect(floats.counts.reduce((sum, n) => sum + n, 0)).toBe(8 * 64);
    expect(floats.levels).toBeUndefined();
    const request = { model: made.id, baseline: model.id, data: data.id, node: last.node, samples: 8 };
    const rounded = await session.activations(request);
    expect(rounded.levels).toHaveLength(256);
    expect(rounded.levelShares?.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    await expect(session.activations({ model: model.id, data: data.id, node: 'nothing' })).rejects.toThrow('"nothing"');
  });

  test('the outline has every node, and each layer by its weight', async () => {
    const { nodes } = await session.outline(model.id);
    const made = new Set(nodes.map(({ node }) => node));
    expect(nodes.every(({ from }) => from.every((name) => made.has(name)))).toBe(true);
    expect(nodes.flatMap(({ parameter }) => parameter ?? [])).toEqual(model.layers.map(({ parameter }) => parameter));
  });

  test('one sample drifts by itself, not as the first ones do', async () => {
    const request = { model: made.id, baseline: model.id, data: data.id };
    const drifts = await Promise.all([3, 9].map((sample) => session.drift({ ...request, sample })));
    expect(drifts[0]?.map(({ node }) => node)).toEqual(model.layers.map(({ node }) => node));
    expect(drifts[0]?.[0]?.sqnr).not.toBe(drifts[1]?.[0]?.sqnr);
  });

  test('a sample is traced through every layer of both, with what drift says of it', async () => {
    const request = { model: made.id, baseline: model.id, data: data.id, sample: 3 };
    const layers = await session.trace(request);
    const drifts = await session.drift(request);
    expect(layers.map(({ node, sqnr, maxError }) => ({ node, sqnr, maxError }))).toEqual(
      drifts.map(({ node, sqnr, maxError }) => ({ node, sqnr, maxError })),
    );
    for (const { shape, channels, a, b, maxError } of layers) {
      expect(a).toHaveLength(sizeOf(shape));
      expect(channels).toHaveLength(shape[0] ?? 0);
      const apart = Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? 0))));
      expect(apart).toBeCloseTo(maxError, clockDigits);
    }
    await expect(session.trace({ ...request, sample: 32 })).rejects.toThrow('32');
  });

  test('the range of least error is found for a weight, and the rounding with it errs as was said', async () => {
    const weights = { bits: 3, strategy: 'tensor', symmetric: true } as const;
    const { best, whole } = await session.clipSearch({ model: model.id, parameter: last.parameter, weights });
    expect(best.sqnr).toBeGreaterThan(whole.sqnr);
    const tried = { ...weights, clip: 'range', range: best.range } as const;
    const { error } = await session.histogram({ model: model.id, parameter: last.parameter, weights: tried });
    expect(error?.sqnr).toBe(best.sqnr);
    await expect(session.clipSearch({ model: model.id, parameter: 'none', weights })).rejects.toThrow('"none"');
  });

  test('without WebGPU, ceilings say so', async () => {
    await expect(session.ceilings()).rejects.toThrow('"webgpu" is not available here');
  });
});

/** An adapter on paper: 0.01 ms to start, 1 GB/s, 10 GFLOP/s. */
const paper: Executor = {
  name: 'webgpu',
  unsupported: async () => [],
  dispose: async () => {},
  compile: async () => ({
    inputShapes: {},
    run: async () => ({}),
    readStates: async () => ({}),
    writeStates: async () => {},
    dispose: () => {},
    profile: async (inputs): Promise<NodeProfile[]> => {
      const [size, side] = [sizeOf(Object.values(inputs)[0]?.shape ?? []), inputs.a?.shape[0]];
      const [flops, bytes] = side === undefined ? [size, size * 8] : [2 * side ** 3, 12 * side ** 2];
      const ms = 0.01 + Math.max(bytes / 1e6, flops / 1e7);
      return [{ node: 'one', operator: 'Relu', kernels: ['one'], ms, n: 5, flops, bytes, clock: 'wall' }];
    },
  }),
};

test('ceilings grow with the work until starting it no longer counts', async () => {
  const { gbs, gflops, launchMs, side, copiedBytes } = await measureCeilings(paper);
  expect(launchMs).toBeCloseTo(0.01, clockDigits);
  expect(gbs).toBeGreaterThan(0.99);
  expect(gbs).toBeLessThan(1);
  expect(gflops).toBeGreaterThan(9.9);
  // Sizes stop growing once one takes long enough.
  expect([side, copiedBytes]).toEqual([512, 2 ** 25]);
});
