/** npy and npz: each type and byte order, both orders of axes, names of arrays, and headers that lie. */

import { expect, test } from 'vitest';
import { bytesIn, file, npyFile, npyWithHeader, zipFile } from '../../testing/dataFiles.ts';
import { readSamples } from '../dataset.ts';
import { openData } from '../openData.ts';

const pixels = npyFile('|u1', [2, 2, 2], Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
const labels = npyFile('<i8', [2], bytesIn(BigInt64Array.of(1n, 0n)));

test.each([
  ['|b1', Uint8Array.of(1, 0), [1, 0]],
  ['|?', Uint8Array.of(0, 1), [0, 1]],
  ['|i1', Uint8Array.of(0xff, 2), [-1, 2]],
  ['<i2', Uint8Array.of(0xfe, 0xff, 2, 0), [-2, 2]],
  ['>i2', Uint8Array.of(0xff, 0xfe, 0, 2), [-2, 2]],
  ['>u2', Uint8Array.of(0xff, 0xfe, 0, 2), [65534, 2]],
  ['<i4', bytesIn(Int32Array.of(-3, 3)), [-3, 3]],
  ['<u4', bytesIn(Uint32Array.of(4294967295, 3)), [4294967296, 3]],
  ['<i8', bytesIn(BigInt64Array.of(-4n, 4n)), [-4, 4]],
  ['>i8', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 1, 0), [4, 256]],
  ['<f2', Uint8Array.of(0, 0x3e, 0, 0xc0), [1.5, -2]],
  ['<f4', bytesIn(Float32Array.of(0.5, -0.5)), [0.5, -0.5]],
  ['>f4', Uint8Array.of(0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0), [1.5, -2]],
  ['<f8', bytesIn(Float64Array.of(0.25, -8)), [0.25, -8]],
])('type %s', async (descr, bytes, values) => {
  const dataset = await openData([file('x.npy', npyFile(descr, [1, 2], bytes))]);
  expect(dataset).toMatchObject({ name: 'x', input: { dtype: 'f32', shape: [2] } });
  expect([...(dataset.batch([0]).data as Float32Array)]).toEqual(values);
});

test('bytes stay bytes, and gray images gain a channel', async () => {
  const dataset = await openData([file('x.npy', pixels)]);
  expect(dataset.input).toEqual({ dtype: 'u8', shape: [1, 2, 2] });
  expect([...(dataset.batch([1]).data as Uint8Array)]).toEqual([5, 6, 7, 8]);
});

test.each([1, 2, 3])('version %i', async (version) => {
  const dataset = await openData([file('x.npy', npyFile('|u1', [1, 2], Uint8Array.of(7, 8), version))]);
  expect([...(dataset.batch([0]).data as Uint8Array)]).toEqual([7, 8]);
});

test('Fortran order is turned', async () => {
  const columnMajor = Uint8Array.of(0, 3, 1, 4, 2, 5);
  const dataset = await openData([file('x.npy', npyFile('|u1', [2, 3], columnMajor, 1, true))], { limit: 2 });
  expect([...(readSamples(dataset, 0, 2).data as Uint8Array)]).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a pair of files, labels first, also as a column', async () => {
  const column = npyFile('<i8', [2, 1], bytesIn(BigInt64Array.of(1n, 0n)));
  for (const answers of [labels, column]) {
    const dataset = await openData([file('b.npy', answers), file('a.npy', pixels)]);
    expect(dataset).toMatchObject({ name: 'a', samples: 2, classes: ['0', '1'] });
    expect([...dataset.labels!]).toEqual([1, 0]);
  }
});

test('npz is named after its file, and names tell its arrays apart', async () => {
  const ids = npyFile('<i8', [2], bytesIn(BigInt64Array.of(9n, 9n)));
  const dataset = await openData([zipFile('set.npz', { 'ids.npy': ids, 'labels.npy': labels, 'images.npy': pixels })]);
  expect(dataset).toMatchObject({ name: 'set.npz', samples: 2 });
  expect([...dataset.labels!]).toEqual([1, 0]);
});

test('of training and test arrays the test ones are taken', async () => {
  const small = npyFile('|u1', [1, 2, 2], Uint8Array.of(9, 9, 9, 9));
  const one = npyFile('<i8', [1], bytesIn(BigInt64Array.of(3n)));
  const archive = zipFile('mnist.npz', {
    'x_train.npy': pixels,
    'y_train.npy': labels,
    'x_test.npy': small,
    'y_test.npy': one,
  });
  const dataset = await openData([archive]);
  expect(dataset.samples).toBe(1);
  expect([...dataset.labels!]).toEqual([3]);
});

test.each([
  ['cut short', pixels.subarray(0, pixels.length - 1), 'x.npy: its header promises 2×2×2 values'],
  ['cut within the magic', pixels.subarray(0, 7), 'x.npy: ends at byte 7, within its header'],
  ['cut within the header', pixels.subarray(0, 30), 'does not fit (file 30'],
  ['version 9', Uint8Array.of(...pixels.subarray(0, 6), 9, 0, 0, 0), 'x.npy: version 9 at byte 6 is unknown'],
  [
    'a shape that no machine could hold',
    npyFile('<f8', [1e9, 1e9], new Uint8Array(8)),
    'promises 1000000000×1000000000 values',
  ],
  ['a shape that no number could hold', npyFile('<f8', [1e300], new Uint8Array(8)), "the header's shape"],
  ['no axis', npyFile('<f8', [], new Uint8Array(8)), 'has no axis of samples'],
  ['objects', npyFile('|O', [1], new Uint8Array(8)), 'x.npy: the header says type |O; save it as one of'],
  [
    'fields',
    npyWithHeader("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", new Uint8Array(4)),
    'the header says type nothing',
  ],
  ['nonsense', npyWithHeader('{}', new Uint8Array(4)), 'the header says type nothing'],
  ['no samples', npyFile('<f4', [0, 4], new Uint8Array(0)), 'x holds no samples'],
])('a file that is not sound: %s', async (_, bytes, message) => {
  await expect(openData([file('x.npy', bytes)])).rejects.toThrow(message);
});

test('arrays that cannot be told apart are listed', async () => {
  const archive = zipFile('set.npz', { 'a.npy': pixels, 'b.npy': pixels });
  await expect(openData([archive])).rejects.toThrow('set.npz: of its 2 arrays, a (2×2×2), b (2×2×2)');
});
