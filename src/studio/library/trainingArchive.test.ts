/** Training runs in the archive: out with checkpoints and tree, in again elsewhere, and what is cut costs itself alone. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { memoryStore } from '../../core/keyValueStore.ts';
import { createNodeSession } from '../../testing/nodeSession.ts';
import { memoryLocks, memoryRunFiles } from '../training/runFiles.ts';

const fields = {
  steps: 20,
  batch: 16,
  checkpointEvery: 10,
  optimizer: { kind: 'adam', learningRate: 0.005, schedule: 'constant' },
};
const weights = { bits: 4, strategy: 'channel', symmetric: true, clip: 'minmax' };
const recipe = {
  version: 1,
  name: 'small',
  steps: [
    { kind: 'train', model: { preset: 'mlp', hidden: [16] }, ...fields },
    { kind: 'qat', weights, ...fields },
  ],
};

function browser() {
  const storage = { files: memoryRunFiles(), locks: memoryLocks() };
  const session = createNodeSession(new Uint8Array(), { store: memoryStore(), runStorage: async () => storage });
  return { session, storage };
}

/** A run, and a branch of it. */
async function trained() {
  const { session, storage } = browser();
  const data = await session.openData('sample:digits-train', { limit: 60 });
  const handle = session.run({ data: data.id, recipe, executor: 'onnx', seed: 3 });
  await handle;
  const branch = handle.branch(10, { stage: 0, settings: { learningRate: 0.001 }, name: 'slower' });
  await branch;
  return { session, storage, run: handle.run, branch: branch.run };
}

let once: ReturnType<typeof trained>;

/** Milliseconds: two runs, on machines that are busy with other tests. */
const atMost = 120_000;

beforeAll(async () => {
  once = trained();
  await once;
}, atMost);

const filesOf = async (blob: Blob) => unzipSync(new Uint8Array(await blob.arrayBuffer()));
const zipOf = (files: Record<string, Uint8Array>): Blob => new Blob([new Uint8Array(zipSync(files, { level: 0 }))]);

describe('an archive', () => {
  test('holds training runs with their tree, and another browser goes on with them', async () => {
    const { session, storage, run, branch } = await once;
    const { blob, trainings, notes } = await session.pack();
    const bytes = (await storage.files.bytesOf(run)) + (await storage.files.bytesOf(branch));
    expect(notes).toEqual([]);
    expect(trainings.runs).toBe(2);
    expect(trainings.bytes).toBeGreaterThan(bytes);
    const { parts } = await session.stored();
    expect(parts.filter(({ kind }) => kind === 'training').map(({ name }) => name)).toEqual(['small', 'slower']);
    const { session: there } = browser();
    expect(await there.unpack(blob)).toMatchObject({ trainings: { added: 2, known: 0 }, problems: [] });
    expect(await there.unpack(blob)).toMatchObject({ trainings: { added: 0, known: 2 }, problems: [] });
    const records = await there.trainings();
    expect(records.map(({ name, parent }) => [name, parent])).toEqual([
      ['small', undefined],
      ['slower', { run, step: 10 }],
    ]);
    expect(records[0].checkpoints).toEqual((await session.trainings())[0].checkpoints);
    const opened = await there.openCheckpoint({ run, stage: 1, step: 20 });
    expect(opened.bitsPerWeight).toBeLessThan(8);
    const again = there.branchRun(run, 10, { stage: 1, steps: 15 });
    expect((await again).model.bytes).toBe(opened.bytes);
  });

  test('a part of it is dropped by its key', async () => {
    const { session } = await once;
    const { session: there, storage } = browser();
    await there.unpack((await session.pack()).blob);
    const [part] = (await there.stored()).parts.filter(({ kind }) => kind === 'training');
    expect(part.bytes).toBeGreaterThan(1000);
    await there.dropStored(part.key);
    expect(await there.trainings()).toHaveLength(1);
    expect(await storage.files.bytesOf(part.key.replace('training ', ''))).toBe(0);
  });
});

describe('what is wrong with an archive', () => {
  const checkpointIn = (files: Record<string, Uint8Array>, run: string) =>
    Object.keys(files).find((name) => name.includes(run) && name.endsWith('checkpoint-0-0.step-000000010.ckpt'))!;

  test('a checkpoint that was cut or is gone is said and left out, the rest is taken', async () => {
    const { session, run, branch } = await once;
    const files = await filesOf((await session.pack()).blob);
    const [cut, gone] = [checkpointIn(files, run), checkpointIn(files, branch)];
    files[cut] = files[cut].slice(0, files[cut].length / 2);
    delete files[gone];
    const { session: there } = browser();
    const { trainings, problems } = await there.unpack(zipOf(files));
    expect(trainings.added).toBe(2);
    expect(problems).toEqual([
      'The checkpoint after step 10 of "small" is not whole, so it was left out.',
      'The checkpoint after step 10 of "slower" is not in the archive.',
    ]);
    const [first] = await there.trainings();
    expect(first.checkpoints.map(({ stage, step }) => [stage, step])).toEqual([
      [0, 20],
      [1, 10],
      [1, 20],
    ]);
    await expect(there.openCheckpoint({ run, stage: 0, step: 10 })).rejects.toThrow('there are 20, 10, 20');
    await there.openCheckpoint({ run, stage: 0, step: 20 });
  });

  test('a network that was changed, a strange file and a record that does not fit are left out', async () => {
    const { session, run, branch } = await once;
    const files = await filesOf((await session.pack()).blob);
    const network = `trainings/${run}/network-0-0`;
    files[network] = files[network].map((byte, i) => (i === 900 ? byte ^ 1 : byte));
    const manifest = JSON.parse(strFromU8(files['manifest.json']));
    manifest.trainings[0].files.push({ path: network, name: '../elsewhere' });
    const record = JSON.parse(strFromU8(files[`trainings/${branch}.json`]));
    const strange = { ...record, data: { ...record.data, builtIn: { source: 'https://example.com/data.zip' } } };
    const changed = {
      ...files,
      'manifest.json': strToU8(JSON.stringify(manifest)),
      [`trainings/${branch}.json`]: strToU8(JSON.stringify(strange)),
    };
    const { session: there, storage } = browser();
    const { trainings, problems } = await there.unpack(zipOf(changed));
    expect(trainings).toEqual({ added: 1, known: 0 });
    expect(problems.join('\n')).toMatch(/A network of "small" \(network-0-0\) is not whole/);
    expect(problems.join('\n')).toMatch(/"\.\.\/elsewhere" of "small" is none that a run keeps/);
    expect(problems.join('\n')).toMatch(/was left out\. Its field "data\.builtIn\.source" /);
    expect(await storage.files.of(run).names()).not.toContain('network-0-0');
  });
});
