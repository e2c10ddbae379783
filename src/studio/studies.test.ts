/**
 * The studies of a session on the built-in network and digits, in Node: maps, budgets, sweeps, healing, claims, receipts
 * and reports, with few samples.
 */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { createNodeSession, fileOf } from '../testing/nodeSession.ts';
import type { HealedLayer, Receipt, SensitivityPartial, SweepTable } from './api.ts';

const sample = new Uint8Array(await readFile('public/samples/digits-cnn.onnx'));
const groups = { strategy: 'group', groupSize: 32, symmetric: true, clip: 'mse' } as const;
const quantized = (bits: number) => ({ version: 1, steps: [{ kind: 'quantize', weights: { bits, ...groups } }] });

async function open(limit = 256) {
  const session = createNodeSession(sample);
  const model = await session.openModel('sample:digits');
  const data = await session.openData('sample:digits', { limit });
  return { session, model, data, ids: { model: model.id, data: data.id } };
}

describe('sensitivity', () => {
  test('a map has a cell a layer and width, each told as it is found, and bytes that add up', async () => {
    const { session, model, ids } = await open(100);
    const found: SensitivityPartial[] = [];
    let last = 0;
    const map = await session.sensitivity(
      { ...ids, bits: [8, 4, 2], samples: 64 },
      {
        onProgress: ({ partial, done, total }) => {
          if (partial) found.push(partial);
          last = done / total;
        },
      },
    );
    expect(map).toMatchObject({ mode: 'each', metric: 'kl', samples: 64, bits: [8, 4, 2] });
    expect(map.cells).toHaveLength(3 * model.layers.length);
    expect(found.flatMap((partial) => (partial.kind === 'cell' ? [partial.cell] : []))).toEqual(map.cells);
    expect(last).toBe(1);
    expect(map.bytes.most).toBe(model.bytes);
    const [four] = map.uniform.filter(({ bits }) => bits === 4);
    const made = await session.run({ model: model.id, recipe: quantized(4) });
    expect(four.bytes).toBe(made.model.bytes);
    const lossAt = (bits: number) => map.cells.reduce((sum, cell) => sum + (cell.bits === bits ? cell.loss : 0), 0);
    expect(lossAt(2)).toBeGreaterThan(lossAt(4));
    expect(lossAt(4)).toBeGreaterThan(lossAt(8));
  });

  test('all but one: sparing the worst layer helps most', async () => {
    const { session, ids } = await open(100);
    const map = await session.sensitivity({ ...ids, bits: [2], mode: 'allBut', samples: 64 });
    const [all] = map.uniform;
    expect(Math.min(...map.cells.map(({ loss }) => loss))).toBeLessThan(all.loss);
    await expect(session.allocate({ map, budget: 60_000 })).rejects.toThrow('mode "each"');
  });

  test('a map can be cancelled', async () => {
    const { session, ids } = await open(100);
    const controller = new AbortController();
    const running = session.sensitivity(
      { ...ids, samples: 32 },
      { signal: controller.signal, onProgress: ({ done }) => done === 2 && controller.abort() },
    );
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('widths and layers that do not exist are named', async () => {
    const { session, ids } = await open(32);
    await expect(session.sensitivity({ ...ids, bits: [9 as 8] })).rejects.toThrow('bits holds 9; widths are 2 to 8');
    await expect(session.sensitivity({ ...ids, layers: ['fc9'] })).rejects.toThrow('"fc9" is no layer of this model');
  });
});

describe('a budget', () => {
  test('is spent within its bytes, as one recipe, with what it costs measured', async () => {
    const { session, model, ids } = await open();
    const map = await session.sensitivity({ ...ids, bits: [8, 4, 3, 2], samples: 64 });
    const budget = Math.round((map.bytes.least + map.bytes.most) / 8);
    const allocation = await session.allocate({ map, budget, verify: ids });
    expect(allocation.exact).toBe(true);
    expect(allocation.bytes).toBeLessThanOrEqual(budget);
    const made = await session.run({ ...ids, recipe: allocation.recipe });
    expect(made.model.bytes).toBe(allocation.bytes);
    expect(Object.fromEntries(made.model.layers.map(({ node, bits }) => [node, bits]))).toEqual(allocation.bits);
    const uniform = map.uniform.filter(({ bytes }) => bytes <= budget);
    expect(allocation.measured?.loss).toBeLessThanOrEqual(Math.min(...uniform.map(({ loss }) => loss)));
    expect(model.layers.length).toBe(Object.keys(allocation.bits).length);
  });

  test('keeps what a painter has settled', async () => {
    const { session, model, ids } = await open(32);
    const map = await session.sensitivity({ ...ids, bits: [8, 2], samples: 32 });
    const fixed = { [model.layers[0].node]: 2 } as const;
    const allocation = await session.allocate({ map, budget: map.bytes.most, fixed });
    expect(Object.values(allocation.bits)).toEqual([2, 32, 32, 32]);
    await expect(session.allocate({ map, budget: 10 })).rejects.toThrow('A budget of 10 bytes is less than the');
    const odd = { map, budget: map.bytes.most, fixed: { [model.layers[0].node]: 5 } as const };
    await expect(session.allocate(odd)).rejects.toThrow('fixed at 5 bits, which the map did not measure');
  });
});

describe('a sweep', () => {
  test('fills a table, stops what is clearly too bad, recommends the smallest that is good enough', async () => {
    const { session, ids } = await open(1000);
    const tables: SweepTable[] = [];
    const broken = { label: 'broken', recipe: { version: 1, steps: [{ kind: 'quantize', weights: { bits: 9 } }] } };
    const bad = { bits: 2, strategy: 'tensor', symmetric: true, clip: 'minmax' };
    const recipes = [
      { label: 'W8', recipe: quantized(8) },
      { label: 'W4', recipe: quantized(4) },
      { label: 'W2 tensor', recipe: { version: 1, steps: [{ kind: 'quantize', weights: bad }] } },
      broken,
    ];
    const table = await session.sweep(
      { ...ids, recipes, bound: 0.02 },
      { onProgress: ({ partial }) => partial && tables.push(partial) },
    );
    expect(tables.map(({ rows, queued }) => [rows.length, queued])).toEqual([
      [1, 3],
      [2, 2],
      [3, 1],
      [4, 0],
    ]);
    expect(table.rows.map(({ state }) => state)).toEqual(['measured', 'measured', 'stopped', 'failed']);
    expect(table.rows[2].samples).toBeLessThan(1000);
    expect(table.rows[3].message).toContain('steps[0].weights.bits is 9');
    expect(table.rows.map(({ pareto }) => pareto)).toEqual([expect.any(Boolean), true, false, false]);
    expect(table.recommended.index).toBe(1);
    expect(table.recommended.reason).toContain('W4 is the smallest of 2 that loses at most 2 points of accuracy');
  });

  test('by name: twelve recipes, and grids', async () => {
    const { session, ids } = await open(10);
    const twelve = await session.sweep({ ...ids, preset: 'twelve', toTheEnd: true });
    expect(twelve.rows.map(({ label, state }) => [label, state])).toHaveLength(12);
    expect(twelve.rows.filter(({ state }) => state === 'failed')).toEqual([]);
    const grid = await session.sweep({
      ...ids,
      grid: { bits: [16, 4], scales: ['channel', 64], symmetric: [true, false] },
    });
    expect(grid.rows.map(({ label }) => label)).toEqual([
      'FP16',
      'W4 channel',
      'W4 channel asymmetric',
      'W4 group 64',
      'W4 group 64 asymmetric',
    ]);
    await expect(session.sweep({ ...ids, recipes: [] })).rejects.toThrow('A sweep of 0 recipes');
  });

  test('without labels it goes by agreement, and says so', async () => {
    const { session, model } = await open(10);
    const table = await session.sweep({ model: model.id, recipes: [{ recipe: quantized(8) }] });
    expect(table.synthetic).toBe(true);
    expect(table.rows[0]).toMatchObject({ label: 'Recipe 1', agreement: expect.anything() });
    expect(table.rows[0].accuracy).toBeUndefined();
  });
});

describe('healing', () => {
  test('names the layers whose rounding a flip needed, and restoring them does flip it back', async () => {
    const { session, model, data, ids } = await open(400);
    const made = await session.run({ ...ids, recipe: quantized(2) });
    const measured = await session.measure({
      model: made.model.id,
      data: data.id,
      baseline: model.id,
      skipSpeed: true,
    });
    const flips = (measured.quality.flips?.broke ?? []).slice(0, 6);
    expect(flips.length).toBeGreaterThan(2);
    const told: HealedLayer[] = [];
    const result = await session.heal(
      { model: made.model.id, data: data.id, samples: flips },
      { onProgress: ({ partial }) => partial && told.push(partial) },
    );
    expect(told).toEqual(result.layers);
    expect(result.layers.map(({ node }) => node)).toEqual(model.layers.map(({ node }) => node));
    expect(result.samples.every(({ original, compressed }) => original.top !== compressed.top)).toBe(true);
    expect(result.samples.every(({ label, original }) => label === original.top)).toBe(true);
    const healing = result.layers.find(({ healed }) => healed.length > 0);
    expect(healing).toBeDefined();
    const spared = { ...quantized(2).steps[0], ignore: [healing!.node] };
    const healed = await session.run({ ...ids, recipe: { version: 1, steps: [spared] } });
    expect(healed.model.bytes - made.model.bytes).toBe(healing!.bytes);
    const again = await session.measure({ model: healed.model.id, data: data.id, skipSpeed: true });
    const labels = (await session.samples({ data: data.id, start: 0, count: 400 })).labels!;
    for (const sample of healing!.healed) expect(again.quality.answers?.top[sample]).toBe(labels[sample]);
  });

  test('what cannot be healed says why', async () => {
    const { session, data, ids } = await open(10);
    await expect(session.heal({ ...ids, samples: [1] })).rejects.toThrow('name the model that it was made from');
    const made = await session.run({ ...ids, recipe: quantized(4) });
    const request = { model: made.model.id, data: data.id };
    await expect(session.heal({ ...request, samples: [] })).rejects.toThrow('No sample was named');
    await expect(session.heal({ ...request, samples: [10] })).rejects.toThrow('10');
    await expect(session.heal({ ...request, samples: [1], layers: ['x'] })).rejects.toThrow('"x" is no layer');
  });
});

test('claims are checked by experiment, with bounds and figures', async () => {
  const { session, ids } = await open(500);
  const claims = await session.claims();
  expect(claims.map(({ id }) => id)).toContain('fewer-bits');
  for (const { text, experiment } of claims) expect(`${text} ${experiment}`).toMatch(/\w\. \w.*\.$/);
  const { verdict, parts, summary, table } = await session.checkClaim({ ...ids, claim: 'fewer-bits' });
  expect(table.rows.every(({ state }) => state === 'measured')).toBe(true);
  expect(parts.map(({ text, verdict: own }) => [text, own])).toContainEqual([
    'Below 4 bits quality drops quickly',
    'holds',
  ]);
  expect(['holds', 'partly']).toContain(verdict);
  expect(summary).toMatch(/INT8 is nearly free: .* points/);
  await expect(session.checkClaim({ ...ids, claim: 'moon' })).rejects.toThrow('There is no claim "moon"');
});

describe('a receipt', () => {
  async function written(): Promise<Receipt> {
    const { session, ids, data } = await open(200);
    const made = await session.run({ ...ids, recipe: quantized(3), seed: 7 });
    return session.receipt({ model: made.model.id, data: data.id, samples: 150 });
  }

  test('names model and data by content, and is replayed by someone else', async () => {
    const receipt: unknown = JSON.parse(JSON.stringify(await written()));
    expect(receipt).toMatchObject({ seed: 7, model: { bytes: sample.length }, data: { samples: 150 } });
    const replay = await createNodeSession(sample).replay({ receipt });
    expect(replay.same).toEqual({ model: true, data: true });
    expect(replay.rows.filter(({ verdict }) => verdict === 'differs')).toEqual([]);
    expect(replay.rows.map(({ metric }) => metric)).toContain('kl');
    expect(replay.reproduced).toBe(true);
    expect(replay.summary).toContain('Reproduced. Accuracy is');
  });

  test('another model in its place is told apart, and forged figures differ', async () => {
    const receipt = await written();
    const { session, model } = await open(200);
    const other = await session.exportModel(model.id, { format: 'onnx-qdq' });
    const stranger = await session.openModel(fileOf('other.onnx', other.bytes));
    const replay = await session.replay({ receipt, model: stranger.id });
    expect(replay.same).toEqual({ model: false, data: true });
    expect(replay.reproduced).toBe(false);
    const forged = { ...receipt, metrics: { ...receipt.metrics, accuracy: { value: 1, low: 0.999, high: 1, n: 150 } } };
    const caught = await session.replay({ receipt: forged });
    expect(caught.rows.find(({ metric }) => metric === 'accuracy')?.verdict).toBe('differs');
    expect(caught.summary).toContain('Not reproduced: accuracy differs');
  });

  test('one that fits nothing here names what to open; one that is none is refused', async () => {
    const receipt = await written();
    const session = createNodeSession(sample);
    const far = {
      ...receipt,
      model: { ...receipt.model, source: 'https://example.com/model.onnx', sha256: 'a'.repeat(64) },
    };
    await expect(session.replay({ receipt: far })).rejects.toMatchObject({
      code: 'studio/receipt-missing',
      data: { role: 'model', source: 'https://example.com/model.onnx' },
    });
    await expect(session.replay({ receipt: { decant: 'receipt' } })).rejects.toThrow('Its field "version"');
    await expect(session.replay({ receipt: { ...receipt, recipe: { version: 1, steps: [{}] } } })).rejects.toThrow(
      'steps[0]',
    );
  });
});
