/** The 1,000 CIFAR-10 images of the data folder, which lie in a PNG, as npy files that Decant opens. For Node. */
import { npyFile } from './dataFiles.ts';
import { decodeRgbPng } from './png.ts';

export const cifarImages = 'cifar10/cifar10_batch_0.png';
export const cifarLabels = 'cifar10/cifar10_batch_0_labels.json';

export interface CifarFiles {
  readonly samples: number;
  /** uint8 (to - from, 3, 32, 32) */
  images(from?: number, to?: number): Uint8Array;
  /** uint8 (to - from) */
  labels(from?: number, to?: number): Uint8Array;
}

/**
 * @param png one image a row, 1,024 RGB pixels
 * @param labels the class of each, as JSON
 */
export function cifarFiles(png: Uint8Array, labels: string): CifarFiles {
  const { width, height, pixels } = decodeRgbPng(png);
  const planes = new Uint8Array(pixels.length);
  const size = width * 3;
  for (let y = 0; y < height; y++)
    for (let i = 0; i < size; i++) planes[y * size + (i % 3) * width + Math.floor(i / 3)] = pixels[y * size + i];
  const parsed: unknown = JSON.parse(labels);
  const classes = Uint8Array.from(Array.isArray(parsed) ? parsed : Object.values(Object(parsed)).flat(), Number);
  return {
    samples: height,
    images: (from = 0, to = height) => npyFile('|u1', [to - from, 3, 32, 32], planes.subarray(from * size, to * size)),
    labels: (from = 0, to = height) => npyFile('|u1', [to - from], classes.subarray(from, to)),
  };
}
