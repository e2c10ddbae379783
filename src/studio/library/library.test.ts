/** Work that lasts, in Node: kept runs, what is stored, an archive out and in, and what a reload finds again. */
import { readFile } from 'node:fs/promises';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { memoryStore } from '../../core/keyValueStore.ts';
import { createNodeSession, fileOf } from '../../testing/nodeSession.ts';
import type { KeptRun } from '../apiLibrary.ts';
import type { Receipt } from '../apiResults.ts';
import { memoryShelf } from '../fileShelf.ts';
import { loneTab } from '../tabs.ts';
import { idOf, KeptRuns } from './keptRuns.ts';

const sample = new Uint8Array(await readFile('public/samples/digits-cnn.onnx'));
const SAMPLES = 32;

function receiptOf(change: Partial<Receipt> = {}): Receipt {
  const parts = { codes: 10, scales: 1, zeroPoints: 0, padding: 0, rest: 0 };
  return {
    decant: 'receipt',
    version: 1,
    model: { name: 'net.onnx', sha256: 'a'.repeat(64), bytes: 100 },
    data: { name: 'digits', sha256: 'b'.repeat(64), bytes: 10, samples: 20 },
    recipe: null,
    seed: 0,
    batch: 1,
    metrics: { accuracy: { value: 0.9, low: 0.8, high: 0.95, n: 20 }, size: { bytes: 11, bitsPerWeight: 4, parts } },
    provenance: {
      kind: 'live',
      executor: 'onnx',
      device: 'CPU',
      browser: 'Node',
      when: '2025-11-20T12:00:00.000Z',
      seconds: 1,
    },
    versions: {},
    ...change,
  };
}

const int8 = { version: 1, steps: [{ kind: 'quantize', method: 'rtn', weights: eight() }] };

function eight() {
  return { bits: 8, strategy: 'channel', symmetric: true, clip: 'minmax' };
}

function emptyRuns() {
  let told = 0;
  const store = memoryStore();
  const runs = new KeptRuns(
    store,
    loneTab(() => told++),
  );
  return { store, runs, told: () => told };
}

async function openMeasured(store = memoryStore(), shelf = memoryShelf()) {
  const session = createNodeSession(sample, { store, shelf });
  const model = await session.openModel(fileOf('mine.onnx', sample));
  const data = await session.openData('sample:digits', { limit: SAMPLES });
  const measurement = await session.measure({ model: model.id, data: data.id, skipSpeed: true });
  return { session, store, shelf, model, data, measurement };
}

describe('kept runs', () => {
  test('the same result is one run, and keeps its name when it is measured again', async () => {
    const { runs, told } = emptyRuns();
    const first = await runs.put(receiptOf(), { title: 'Original', parameters: 5 });
    await runs.change(first.id, { name: '  the   one ' });
    const again = await runs.put(receiptOf(), { title: 'Original', parameters: 5 });
    expect(again).toMatchObject({ id: first.id, name: 'the one' });
    expect(await runs.list()).toHaveLength(1);
    expect(told()).toBe(3);
  });

  test('another recipe, device or data is another run', () => {
    const { provenance } = receiptOf();
    const ids = [
      receiptOf(),
      receiptOf({ recipe: int8 }),
      receiptOf({ data: null }),
      receiptOf({ provenance: { ...provenance, device: 'another' } }),
    ].map((receipt) => idOf(receipt, 'int8'));
    expect(new Set(ids).size).toBe(ids.length);
    expect(idOf(receiptOf(), 'another name')).toBe(ids[0]);
    const trained = receiptOf({ recipe: { version: 1, steps: [{ kind: 'train' }] } });
    expect(idOf(trained, 'step 50')).not.toBe(idOf(trained, 'done'));
  });

  test('one run is the baseline of a model and its data', async () => {
    const { runs } = emptyRuns();
    const a = await runs.put(receiptOf(), { title: 'Original', parameters: 5 });
    const b = await runs.put(receiptOf({ recipe: int8 }), { title: 'int8', parameters: 5 });
    const other = await runs.put(receiptOf({ data: null }), { title: 'Original', parameters: 5 });
    for (const { id } of [a, other, b]) await runs.change(id, { pinned: true });
    const pinned = (await runs.list()).filter((run) => run.pinned).map(({ id }) => id);
    expect(pinned.toSorted()).toEqual([b.id, other.id].toSorted());
  });

  test('a deletion can be undone, and is carried out in the end', async () => {
    const { runs, store } = emptyRuns();
    const { id } = await runs.put(receiptOf(), { title: 'Original', parameters: 5 });
    expect((await runs.change(id, { discarded: true })).discarded).toBeDefined();
    expect((await runs.change(id, { discarded: false })).discarded).toBeUndefined();
    const run = await runs.change(id, { discarded: true });
    await store.set(`kept ${id}`, { ...run, discarded: '2020-01-01T00:00:00.000Z' });
    expect(await runs.list()).toEqual([]);
    await expect(runs.change(id, { name: 'gone' })).rejects.toThrow('deleted in another tab');
  });

  test('a full store is said in a sentence', async () => {
    const { store } = emptyRuns();
    const full = {
      ...store,
      set: () => Promise.reject(new DOMException('Quota.', 'QuotaExceededError')),
    };
    const put = new KeptRuns(full, loneTab()).put(receiptOf(), { title: 'Original', parameters: 5 });
    await expect(put).rejects.toThrow('no room left');
  });

  test('two tabs that change one run at once lose nothing', async () => {
    const { store, runs } = emptyRuns();
    const shared = loneTab();
    const [left, right] = [new KeptRuns(store, shared), new KeptRuns(store, shared)];
    const { id } = await runs.put(receiptOf(), { title: 'Original', parameters: 5 });
    await Promise.all([left.change(id, { name: 'mine' }), right.change(id, { pinned: true })]);
    expect(await runs.get(id)).toMatchObject({ name: 'mine', pinned: true });
  });

  test('a record that this version cannot read is passed over', async () => {
    const { store, runs } = emptyRuns();
    await store.set('kept 123', { id: '123', from: 'the future' });
    expect(await runs.list()).toEqual([]);
  });
});

describe('in a session', () => {
  test('a measured result is kept, found by another session, and takes room that can be freed', async () => {
    const { session, store, shelf, model, data, measurement } = await openMeasured();
    const run = await session.keep({ model: model.id, data: data.id, measurement, title: 'Original' });
    expect(run.receipt).toMatchObject({ recipe: null, data: { samples: SAMPLES } });
    const kept = await session.keepWeights(run.id, model.id);
    expect((await session.keptWeights(run.id)).size).toBe(kept.weights?.bytes);
    const later = createNodeSession(sample, { store, shelf });
    expect(await later.kept()).toEqual([kept]);
    const { parts } = await later.stored();
    expect(parts.map(({ kind }) => kind).toSorted()).toEqual(['model', 'weights']);
    for (const { key } of parts) await later.dropStored(key);
    expect((await later.stored()).parts).toEqual([]);
    await expect(later.keptWeights(run.id)).rejects.toThrow('not kept in this browser');
  });

  test('changes against another baseline than the original are left out', async () => {
    const { session, model, data, measurement } = await openMeasured();
    const kl = { value: 0.1, low: 0, high: 1, n: 2 };
    const compared = { ...measurement, quality: { ...measurement.quality, kl } };
    const request = { model: model.id, data: data.id, measurement: compared, title: 'Original' };
    expect((await session.keep({ ...request, baseline: 'model-9' })).receipt.metrics.kl).toBeUndefined();
    expect((await session.keep({ ...request, baseline: model.id })).receipt.metrics.kl).toEqual(kl);
  });

  test('everything goes out and comes in, and twice is as once', async () => {
    const { session, store, model, data, measurement } = await openMeasured();
    const record = { id: 'run-1', name: 'int8', model: 'mine.onnx', recipe: int8, when: '2025-11-20T12:00:00.000Z' };
    await store.set('run run-1', record);
    const run = await session.keep({ model: model.id, data: data.id, measurement, title: 'Original' });
    await session.changeKept(run.id, { name: 'the one', pinned: true });
    await session.keepWeights(run.id, model.id);
    const { blob, name } = await session.pack({ link: '#v=1&b=w4' });
    expect(name).toMatch(/^decant-\d{4}-\d\d-\d\d\.zip$/);
    const elsewhere = createNodeSession(sample);
    const first = await elsewhere.unpack(blob);
    expect(first).toMatchObject({ added: 1, known: 0, link: '#v=1&b=w4', problems: [] });
    expect(first.models.map(({ role, files }) => [role, files[0].name, files[0].size])).toEqual([
      ['model', 'mine.onnx', sample.length],
    ]);
    expect(await elsewhere.unpack(blob)).toMatchObject({ added: 0, known: 1 });
    expect(await elsewhere.runs()).toEqual([record]);
    const [there] = await elsewhere.kept();
    expect(there).toMatchObject({ id: run.id, name: 'the one', pinned: true });
    expect((await elsewhere.keptWeights(run.id)).size).toBeGreaterThan(0);
  });
});

describe('an archive from elsewhere', () => {
  async function archive(): Promise<Record<string, Uint8Array>> {
    const { session, model, data, measurement } = await openMeasured();
    await session.keep({ model: model.id, data: data.id, measurement, title: 'Original' });
    return unzipSync(new Uint8Array(await (await session.pack()).blob.arrayBuffer()));
  }
  const packed = (files: Record<string, Uint8Array>): Blob => new Blob([new Uint8Array(zipSync(files))]);
  const manifestOf = (files: Record<string, Uint8Array>) =>
    JSON.parse(new TextDecoder().decode(files['manifest.json']));

  test('that is none is refused in a sentence', async () => {
    const session = createNodeSession(sample);
    await expect(session.unpack(new Blob(['not a zip']))).rejects.toThrow('It cannot be unpacked');
    await expect(session.unpack(packed({ 'a.txt': strToU8('a') }))).rejects.toThrow('It has no manifest.json');
  });

  test('of a later version, or with a field that does not fit, says so', async () => {
    const files = await archive();
    const manifest = manifestOf(files);
    const session = createNodeSession(sample);
    const withManifest = (change: object) =>
      packed({ ...files, 'manifest.json': strToU8(JSON.stringify({ ...manifest, ...change })) });
    await expect(session.unpack(withManifest({ version: 2 }))).rejects.toThrow('version 2, and this page reads 1');
    await expect(session.unpack(withManifest({ runs: 'all' }))).rejects.toThrow('"runs"');
  });

  test('with a broken run gives the rest', async () => {
    const files = await archive();
    const [path] = Object.keys(files).filter((name) => name.startsWith('runs/'));
    const manifest = { ...manifestOf(files), runs: [path, 'runs/none.json', 'runs/odd.json'] };
    const run: KeptRun = JSON.parse(new TextDecoder().decode(files[path]));
    const odd = { ...run, receipt: { ...run.receipt, batch: -1 } };
    const changed = { ...files, 'runs/odd.json': strToU8(JSON.stringify(odd)) };
    const result = await createNodeSession(sample).unpack(
      packed({ ...changed, 'manifest.json': strToU8(JSON.stringify(manifest)) }),
    );
    expect(result.added).toBe(1);
    expect(result.problems).toHaveLength(2);
    expect(result.problems[0]).toContain('runs/none.json');
    expect(result.problems[1]).toContain('"batch"');
  });
});
