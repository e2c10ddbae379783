/** Images by class, through a decoder that reads a made-up format: after PNG's magic come width, height, channels, pixels. */

import { expect, test } from 'vitest';
import { file, textFile, zipFile } from '../../testing/dataFiles.ts';
import { readSamples } from '../dataset.ts';
import type { DecodeImage } from '../openData.ts';
import { openData } from '../openData.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47];
const image = (width: number, height: number, channels: number, ...pixels: number[]): Uint8Array =>
  Uint8Array.of(...PNG, width, height, channels, ...pixels);

const decodeImage: DecodeImage = async (bytes, size) => {
  const [width, height, channels] = bytes.subarray(4);
  if (width === 0) throw new Error('nothing in it');
  return size ? { ...size, channels: 1, data: [7] } : { width, height, channels, data: bytes.subarray(7) };
};

const gray = (value: number) => image(1, 1, 1, value);

test('folders are classes, and the first samples hold all of them', async () => {
  const files = [
    file('pets/dog/img10.png', gray(30)),
    file('pets/dog/img2.png', gray(20)),
    file('pets/cat/a.png', gray(10)),
    file('pets/cat/b.png', gray(11)),
    file('pets/.DS_Store', gray(99)),
    textFile('pets/notes.txt', 'taken in may 2020, 1,2'),
  ];
  const dataset = await openData(files, { decodeImage });
  expect(dataset).toMatchObject({
    name: 'pets',
    samples: 4,
    classes: ['cat', 'dog'],
    input: { dtype: 'u8', shape: [1, 1, 1] },
  });
  expect([...(readSamples(dataset, 0, 4).data as Uint8Array)]).toEqual([10, 20, 11, 30]);
  expect([...dataset.labels!]).toEqual([0, 1, 0, 1]);
  expect([...(await openData(files, { decodeImage, limit: 2 })).labels!]).toEqual([0, 1]);
});

test('a zip of folders, with what a system adds', async () => {
  const archive = zipFile('pets.zip', {
    'cat/a.png': gray(1),
    'dog/b.png': gray(2),
    '__MACOSX/cat/a.png': gray(9),
    'README.md': Uint8Array.of(65, 66),
  });
  const dataset = await openData([archive], { decodeImage });
  expect(dataset).toMatchObject({ name: 'pets.zip', samples: 2, classes: ['cat', 'dog'] });
});

test('colour keeps three channels in planes, gray is told from colour, alpha is left out', async () => {
  const rgba = image(2, 1, 4, 1, 2, 3, 255, 4, 5, 6, 255);
  const colour = await openData([file('a.png', rgba), file('b.png', image(2, 1, 3, 7, 7, 7, 8, 8, 8))], {
    decodeImage,
  });
  expect(colour.input.shape).toEqual([3, 1, 2]);
  expect(colour.labels).toBeUndefined();
  expect([...(colour.batch([0, 1]).data as Uint8Array)]).toEqual([1, 4, 2, 5, 3, 6, 7, 8, 7, 8, 7, 8]);
  const grays = [image(1, 1, 4, 9, 9, 9, 255), image(1, 1, 2, 8, 255), gray(7)];
  const plain = await openData(
    grays.map((bytes, i) => file(`${i}.png`, bytes)),
    { decodeImage },
  );
  expect(plain.input.shape).toEqual([1, 1, 1]);
  expect([...(plain.batch([0, 1, 2]).data as Uint8Array)]).toEqual([9, 8, 7]);
});

test('a wanted size is handed to the decoder', async () => {
  const files = [file('a.png', image(2, 1, 1, 1, 2)), file('b.png', gray(3))];
  const dataset = await openData(files, { decodeImage, imageSize: { width: 1, height: 1 } });
  expect([...(dataset.batch([0, 1]).data as Uint8Array)]).toEqual([7, 7]);
});

test.each([
  [[gray(1), image(2, 1, 1, 1, 2)], '1.png: is 2×1 pixels, the first image 1×1; give imageSize'],
  [[image(0, 0, 0)], '0.png: cannot be decoded; it may be damaged'],
  [[image(3, 3, 1, 1)], '0.png: decoded to 1 values where 3×3×1 were due'],
])('images that are not sound: %#', async (images, message) => {
  const files = images.map((bytes, i) => file(`${i}.png`, bytes));
  await expect(openData(files, { decodeImage })).rejects.toThrow(message);
});

test('a claim of a huge size is refused before it is allocated', async () => {
  const huge: DecodeImage = async () => ({
    width: 60_000,
    height: 60_000,
    channels: 1,
    data: { length: 3_600_000_000 },
  });
  await expect(openData([file('a.png', gray(1))], { decodeImage: huge })).rejects.toThrow(
    '10800000000 bytes are needed',
  );
});

test('without a decoder the way out is named', async () => {
  await expect(openData([file('a.png', gray(1))])).rejects.toThrow(
    'a.png: holds 1 images, which only a browser can decode',
  );
});

test('decoding reports progress and can be stopped', async () => {
  const done: number[] = [];
  const controller = new AbortController();
  const onProgress = (progress: { done: number }) => {
    done.push(progress.done);
    if (progress.done === 2) controller.abort(new Error('stopped'));
  };
  const files = [1, 2, 3].map((value) => file(`${value}.png`, gray(value)));
  await expect(openData(files, { decodeImage, onProgress, signal: controller.signal })).rejects.toThrow('stopped');
  expect(done).toEqual([1, 2]);
});
