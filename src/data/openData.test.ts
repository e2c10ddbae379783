/** Formats are told by content; containers that lie, and what is no data at all, are named. */

import { gzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { DecantError } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import { createRandom } from '../core/random.ts';
import { file, gzipFile, idxFile, npyFile, textFile, zipFile } from '../testing/dataFiles.ts';
import { openData } from './openData.ts';

const images = idxFile(8, [2, 1, 1], [5, 6]);
const labels = idxFile(8, [2], [1, 0]);

test('an archive may hold any format, packed again', async () => {
  const archive = zipFile('mnist.zip', { 'images.gz': gzipSync(images), labels, 'readme.txt': Uint8Array.of(65) });
  expect(await openData([archive])).toMatchObject({ samples: 2, classes: ['0', '1'] });
});

test('a packed table', async () => {
  const table = await openData([gzipFile('t.csv.gz', new TextEncoder().encode('a,label\n1,0\n2,1'))]);
  expect(table).toMatchObject({ name: 't.csv', samples: 2 });
});

test('archives inside of archives are left alone, so that none unfolds without end', async () => {
  const inner = gzipSync(gzipSync(gzipSync(images)));
  await expect(openData([file('i.gz', inner)])).rejects.toThrow('i starts with the bytes 1f 8b');
});

/** The zip's directory, changed at a place counted from its first entry's signature. */
function liarZip(offset: number, value: number): Uint8Array {
  const bytes = zipSync({ 'a.npy': new Uint8Array(1000) });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const directory = view.getUint32(bytes.length - 22 + 16, true);
  view.setUint32(directory + offset, value, true);
  return bytes;
}

test.each([
  ['nothing', [], 'No file was given'],
  ['an empty file', [file('a.bin', new Uint8Array(0))], 'a.bin is empty and is no data that can be read'],
  ['something else', [file('a.bin', Uint8Array.of(1, 2, 3))], 'a.bin starts with the bytes 01 02 03 and is no data'],
  ['text without numbers', [textFile('a.md', 'hello')], 'a.md starts with the bytes 68 65 6c 6c and is no data'],
  [
    'a second file that is not understood',
    [file('i', images), file('x', Uint8Array.of(9))],
    'x is not idx, as the other files are',
  ],
  ['an empty archive', [zipFile('a.zip', { '.hidden': images })], 'The archive or folder holds no files of data'],
  ['a gzip cut short', [file('i.gz', gzipSync(images).subarray(0, 20))], 'i.gz: is damaged after'],
  [
    'a zip cut short',
    [file('a.zip', zipSync({ images }).subarray(0, 40))],
    'a.zip: is no zip archive that can be read',
  ],
  [
    'a zip whose entry claims 900 MB',
    [file('a.zip', liarZip(24, 900_000_000))],
    'a.zip: its entry "a.npy" claims a size',
  ],
  [
    'a zip whose entry claims 4 GB',
    [file('a.zip', liarZip(24, 0xfffffff0))],
    'more than the 1073741824 that one dataset may take',
  ],
])('%s', async (_, sources, message) => {
  await expect(openData(sources)).rejects.toThrow(message);
});

test('a gzip that grows without end is stopped', async () => {
  const size = 2 ** 30 + 1;
  const source = { name: 'a.gz', size, read: async () => Uint8Array.of(0x1f, 0x8b) };
  await expect(openData([source])).rejects.toThrow('a.gz: 1073741825 bytes are needed');
});

test.each([0, -1, 1.5])('a limit of %s is refused', async (limit) => {
  await expect(openData([file('i', images)], { limit })).rejects.toThrow(`limit is ${limit}`);
});

test('damaged files, 700 of them, are read or refused in a sentence', async () => {
  const pixels = npyFile('|u1', [4, 2, 2], new Uint8Array(16));
  const table = new TextEncoder().encode('a,b,label\n1,2,0\n3,4,1\n5,6,"0"\n');
  const sound = [images, labels, pixels, npyFile('<f8', [2, 2], new Uint8Array(32), 2, true), gzipSync(pixels)];
  const files = [...sound, zipSync({ 'x.npy': pixels, 'y.npy': npyFile('<i8', [4], new Uint8Array(32)) }), table];
  const random = createRandom(5);
  for (let i = 0; i < 700; i++) {
    const bytes = damaged(files[i % files.length], random);
    const thrown = await openData([file('f', bytes)]).catch((cause: unknown) => cause);
    if (thrown instanceof Error) expect(thrown, `file ${i}`).toBeInstanceOf(DecantError);
  }
});

/** Up to four bytes changed, and sometimes the end cut off. */
function damaged(sound: Uint8Array, random: Random): Uint8Array {
  const bytes = sound.slice();
  for (let change = random.integer(4); change >= 0; change--) bytes[random.integer(bytes.length)] = random.integer(256);
  return random.integer(3) === 0 ? bytes.subarray(0, random.integer(bytes.length) + 1) : bytes;
}
