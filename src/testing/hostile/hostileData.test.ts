/** Damaged and lying files of data and archives of work: each is opened, or refused by a sentence, without much memory. */
import { gzipSync, strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { memorySource } from '../../core/bytes/byteSource.ts';
import { DecantError } from '../../core/errors.ts';
import { memoryStore } from '../../core/keyValueStore.ts';
import type { Random } from '../../core/random.ts';
import { createRandom } from '../../core/random.ts';
import { openData } from '../../data/openData.ts';
import { memoryShelf } from '../../studio/fileShelf.ts';
import { KeptRuns } from '../../studio/library/keptRuns.ts';
import { unpackLibrary } from '../../studio/library/unpackLibrary.ts';
import { RunRecords } from '../../studio/runRecords.ts';
import { loneTab } from '../../studio/tabs.ts';
import { bytesIn, idxFile, npyFile } from '../dataFiles.ts';
import { mutateBytes } from './mutateBytes.ts';

const MUTATIONS = 180;
/** Bytes that a file of some kilobytes may take, beyond what was there. */
const MOST_BYTES = 2 ** 27;

const pixels = Uint8Array.from({ length: 12 * 4 }, (_, i) => i);
const labels = Uint8Array.from({ length: 12 }, (_, i) => i % 3);
const idx = { images: idxFile(8, [12, 2, 2], pixels), labels: idxFile(8, [12], labels) };
const npy = npyFile('<f4', [3, 4], bytesIn(Float32Array.from({ length: 12 }, (_, i) => i)));
const csv = strToU8('a,b,label\n1,2,x\n3,4,y\n5,6,"x ""z"""\n');

/** Sound files of every format, by name. */
const sound: readonly (readonly [string, Uint8Array])[] = [
  ['images.idx3-ubyte', idx.images],
  ['x.npy', npy],
  ['table.csv', csv],
  ['images.idx3-ubyte.gz', gzipSync(idx.images)],
  ['set.zip', zipSync({ 'x-images': idx.images, 'y-labels': idx.labels })],
  ['set.npz', zipSync({ 'x_test.npy': npy, 'y_test.npy': npyFile('|u1', [3], Uint8Array.of(0, 1, 2)) })],
];

/** What is wrong with how something was received; nothing when it was refused well, or opened. */
async function faultOf(about: string, open: () => Promise<unknown>): Promise<string[]> {
  const before = process.memoryUsage().arrayBuffers;
  const faults: string[] = [];
  try {
    await open();
  } catch (error) {
    if (!(error instanceof DecantError)) faults.push(`${about}: ${String(error)}`);
    else if (!/^.{10,}\.$/s.test(error.message)) faults.push(`${about}: "${error.message}" is no sentence`);
  }
  const held = process.memoryUsage().arrayBuffers - before;
  return held > MOST_BYTES ? [...faults, `${about}: took ${held} bytes`] : faults;
}

const mutated = (bytes: Uint8Array, random: Random, times: number) => {
  let found = { about: '', bytes };
  for (let i = 0; i < times; i++) {
    if (found.bytes.length === 0) break;
    const { about, bytes: next } = mutateBytes(found.bytes, random);
    found = { about: `${found.about} ${about}`, bytes: next };
  }
  return found;
};

test('files of data that are damaged in any way are opened, or refused by a sentence', async () => {
  const random = createRandom(3);
  const faults: string[] = [];
  for (let i = 0; i < MUTATIONS; i++) {
    const [name, bytes] = sound[i % sound.length];
    const { about, bytes: broken } = mutated(bytes, random, 1 + random.integer(2));
    faults.push(...(await faultOf(`${name}${about}`, () => openData([memorySource(name, broken)]))));
  }
  for (const [name, bytes] of sound) {
    for (let at = 0; at < Math.min(bytes.length, 96); at++)
      faults.push(...(await faultOf(`${name} cut at ${at}`, () => openData([memorySource(name, bytes.slice(0, at))]))));
  }
  expect(faults).toEqual([]);
});

test('labels that lie, and sets of one sample or one class, are opened, or refused by a sentence', async () => {
  const pair = (shape: number[], type: number, values: Uint8Array) =>
    openData([memorySource('x-images', idx.images), memorySource('y-labels', idxFile(type, shape, values))]);
  const cases: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['too few labels', () => pair([11], 8, labels.slice(1))],
    ['no labels', () => pair([0], 8, new Uint8Array())],
    [
      'a label of two thousand millions',
      () =>
        pair(
          [12],
          12,
          Uint8Array.from({ length: 48 }, () => 0x7f),
        ),
    ],
    ['no samples', () => openData([memorySource('x', idxFile(8, [0, 2, 2], []))])],
    ['samples of no pixels', () => openData([memorySource('x', idxFile(8, [5, 0, 2], []))])],
    ['an axis of four thousand millions', () => openData([memorySource('x', idxFile(8, [2 ** 32 - 1, 0], []))])],
    ['an empty file', () => openData([memorySource('x.csv', new Uint8Array())])],
    ['a thousand million of zeros', () => openData([memorySource('x.csv.gz', gzipSync(new Uint8Array(2 ** 24)))])],
  ];
  const faults: string[] = [];
  for (const [about, open] of cases) faults.push(...(await faultOf(about, open)));
  expect(faults).toEqual([]);
  const one = await openData([
    memorySource('x', idxFile(8, [1, 2, 2], [1, 2, 3, 4])),
    memorySource('y-labels', idxFile(8, [1], [0])),
  ]);
  expect([one.samples, one.classes?.length]).toEqual([1, 1]);
});

test('archives that are damaged, hostile or of another kind are refused by a sentence', async () => {
  const random = createRandom(4);
  const store = memoryStore();
  const place = {
    runs: new KeptRuns(store, loneTab()),
    records: new RunRecords(store),
    shelf: memoryShelf(),
    store,
    storage: undefined,
  };
  const manifest = (more: object) =>
    strToU8(
      JSON.stringify({
        decant: 'library',
        version: 1,
        when: '',
        runs: ['runs/a.json'],
        models: [],
        weights: {},
        link: null,
        ...more,
      }),
    );
  const archive = zipSync({ 'manifest.json': manifest({}), 'runs/a.json': strToU8('{"id":1}') });
  const faults: string[] = [];
  const take = async (about: string, bytes: Uint8Array) =>
    faults.push(...(await faultOf(about, () => unpackLibrary(new Blob([new Uint8Array(bytes)]), place, {}))));
  for (let i = 0; i < MUTATIONS / 3; i++) {
    const { about, bytes } = mutated(archive, random, 1 + random.integer(3));
    await take(about, bytes);
  }
  for (const [about, more] of [
    ['runs that are no list', { runs: {} }],
    ['a path out of the archive', { runs: ['../../etc/passwd'] }],
    ['a name of everything', { weights: { __proto__: 'x', constructor: 'runs/a.json' } }],
    ['a link of a million letters', { link: 'x'.repeat(10 ** 6) }],
    ['a version of the future', { version: 99 }],
    ['training runs that are nothing', { trainings: [{ path: 'runs/a.json', files: [] }] }],
  ] as const)
    await take(about, zipSync({ 'manifest.json': manifest(more), 'runs/a.json': strToU8('{}') }));
  await take('a bomb', lyingAboutSize(zipSync({ 'manifest.json': manifest({}) }), 2 ** 31 - 1000));
  expect(faults).toEqual([]);
});

/** A zip whose only entry claims another size in both of its headers. */
function lyingAboutSize(zip: Uint8Array, size: number): Uint8Array {
  const copy = zip.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 4 < copy.length; at++) {
    const magic = view.getUint32(at, true);
    if (magic === 0x04034b50) view.setUint32(at + 22, size, true);
    if (magic === 0x02014b50) view.setUint32(at + 24, size, true);
  }
  return copy;
}
