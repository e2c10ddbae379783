/** idx: images and labels in either order, every type of number, and headers that lie. */

import { expect, test } from 'vitest';
import { memorySource } from '../../core/bytes/byteSource.ts';
import { testWithData } from '../../testing/data.ts';
import { file, gzipFile, idxFile } from '../../testing/dataFiles.ts';
import { readSamples } from '../dataset.ts';
import { openData } from '../openData.ts';

/** The mean pixel of MNIST’s test images, as it is known to three decimals. */
const meanDigits = 3;

const images = idxFile(8, [3, 2, 2], [0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 255]);
const labels = idxFile(8, [3], [2, 0, 1]);

test.each([
  [[file('images', images), file('labels', labels)]],
  [[file('labels', labels), gzipFile('images.gz', images)]],
])('images and labels, in either order, plain or packed', async (files) => {
  const dataset = await openData(files);
  expect(dataset).toMatchObject({ name: 'images', samples: 3, input: { dtype: 'u8', shape: [1, 2, 2] } });
  expect([...dataset.labels!]).toEqual([2, 0, 1]);
  expect([...(dataset.batch([2]).data as Uint8Array)]).toEqual([20, 21, 22, 255]);
});

test('images alone have no labels, and a limit reads no more than it keeps', async () => {
  const asked: number[] = [];
  const source = memorySource('images', images);
  const watched = {
    ...source,
    read: (offset: number, length: number) => {
      asked.push(length);
      return source.read(offset, length);
    },
  };
  const dataset = await openData([watched], { limit: 1, name: 'few' });
  expect(dataset).toMatchObject({ name: 'few', samples: 1 });
  expect(dataset.labels).toBeUndefined();
  expect(asked.at(-1)).toBe(4);
});

test.each([
  [0x09, [0xff, 1], [-1, 1]],
  [0x0b, [0xff, 0xfe, 1, 0], [-2, 256]],
  [0x0c, [0, 0, 0, 7, 0xff, 0xff, 0xff, 0xff], [7, -1]],
  [0x0d, [0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0], [1.5, -2]],
  [0x0e, [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0], [1.5, -2]],
])('type %i becomes f32', async (type, bytes, values) => {
  const dataset = await openData([file('numbers', idxFile(type, [1, 2], bytes))]);
  expect(dataset.input).toEqual({ dtype: 'f32', shape: [2] });
  expect([...(readSamples(dataset, 0, 1).data as Float32Array)]).toEqual(values);
});

test('channels last moves to the front', async () => {
  const dataset = await openData([file('rgb', idxFile(8, [1, 2, 1, 3], [1, 2, 3, 4, 5, 6]))]);
  expect(dataset.input.shape).toEqual([3, 2, 1]);
  expect([...(dataset.batch([0]).data as Uint8Array)]).toEqual([1, 4, 2, 5, 3, 6]);
});

test.each([
  [
    'cut short',
    images.subarray(0, 20),
    'images: its header promises 3×2×2 values, 28 bytes in all, but it has 20; it was cut short',
  ],
  ['too long', Uint8Array.of(...images, 0), 'but it has 29; its header is wrong'],
  ['cut within the header', images.subarray(0, 10), 'images: the header ends at byte 10, within size 2 of 3'],
  ['a count that no machine could hold', idxFile(14, [0xffffffff, 0xffffffff, 0xffffffff], [1]), 'but it has 17'],
  ['no samples', idxFile(8, [0, 28, 28], []), 'images holds no samples'],
  ['labels alone', labels, 'images: holds 3 numbers, which look like labels; open it together with the samples'],
])('a file that is not sound: %s', async (_, bytes, message) => {
  await expect(openData([file('images', bytes)])).rejects.toThrow(message);
});

test.each([
  [[images, images], 'images: of its 2 arrays, images (3×2×2), images (3×2×2), it cannot be told'],
  [[images, labels, labels], 'of its 3 arrays'],
  [[images, idxFile(8, [2], [0, 1])], 'images has 3 samples but 2 labels'],
  [[images, idxFile(9, [3], [0, 0xff, 1])], 'the label of sample 1 is -1'],
])('files that do not belong together: %#', async (parts, message) => {
  await expect(openData(parts.map((bytes) => file('images', bytes)))).rejects.toThrow(message);
});

testWithData(
  'the test set of MNIST',
  ['mnist/t10k-images-idx3-ubyte.gz', 'mnist/t10k-labels-idx1-ubyte.gz'],
  async (data) => {
    const names = ['t10k-labels-idx1-ubyte.gz', 't10k-images-idx3-ubyte.gz'];
    const sources = await Promise.all(names.map(async (name) => memorySource(name, await data.read(`mnist/${name}`))));
    const dataset = await openData(sources);
    expect(dataset).toMatchObject({ samples: 10_000, input: { dtype: 'u8', shape: [1, 28, 28] } });
    expect([...dataset.labels!.subarray(0, 8)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9]);
    const pixels = readSamples(dataset, 0, 10_000).data as Uint8Array;
    expect(pixels.reduce((sum, value) => sum + value, 0) / pixels.length).toBeCloseTo(33.791, meanDigits);
  },
);
