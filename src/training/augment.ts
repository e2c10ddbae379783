/**
 * Images moved, turned and bent at random, so that a network sees more than there is: shifts, rotations, and elastic
 * distortion (Simard, Steinkraus and Platt, 2003, "Best Practices for Convolutional Neural Networks"). Seeded by run,
 * step and row: the same step shows the same images. Bilinear, with zeros beyond the border.
 */
import type { Random } from '../core/random.ts';
import { createRandom } from '../core/random.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { createTensor } from '../tensor/tensor.ts';

export interface AugmentOptions {
  /** Pixels that an image moves at most along each axis; whole pixels when nothing else is asked. */
  readonly shift?: number;
  /** Degrees that it turns at most, either way. */
  readonly rotation?: number;
  /** Elastic distortion: pixels that a point moves on average, smoothed over `smoothness` pixels (4 when left out). */
  readonly elastic?: number;
  readonly smoothness?: number;
}

/** @param images u8 or f32, [N, channels, height, width] */
export function augment(images: Tensor, options: AugmentOptions, seed: number, step: number): Tensor {
  const [count, channels, height, width] = images.shape;
  const { data } = images;
  if (images.shape.length !== 4 || !(data instanceof Uint8Array || data instanceof Float32Array)) return images;
  const out = createTensor(images.dtype, images.shape);
  const target = out.data;
  if (!(target instanceof Uint8Array || target instanceof Float32Array)) return images;
  const plane = height * width;
  const rounding = target instanceof Uint8Array ? 0.5 : 0;
  for (let n = 0; n < count; n++) {
    const random = createRandom((Math.imul(seed, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca6b)) + n);
    const from = sourcePoints(options, random, height, width);
    for (let c = 0; c < channels; c++) {
      const start = (n * channels + c) * plane;
      const image = data.subarray(start, start + plane);
      for (let i = 0; i < plane; i++) target[start + i] = sample(image, from, i, height, width) + rounding;
    }
  }
  return out;
}

// ---------------------------------------------------------------------------------------------

/** Where each pixel of the result is taken from: rows and columns. */
interface Points {
  readonly y: Float32Array;
  readonly x: Float32Array;
}

function sourcePoints(options: AugmentOptions, random: Random, height: number, width: number): Points {
  const { shift = 0, rotation = 0, elastic = 0, smoothness = 4 } = options;
  const whole = rotation === 0 && elastic === 0;
  const draw = () =>
    whole ? random.integer(2 * Math.floor(shift) + 1) - Math.floor(shift) : shift * (2 * random.uniform() - 1);
  const [dy, dx] = [draw(), draw()];
  const angle = (rotation * (2 * random.uniform() - 1) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [cy, cx] = [(height - 1) / 2, (width - 1) / 2];
  const y = new Float32Array(height * width);
  const x = new Float32Array(height * width);
  const bend = elastic > 0 ? [0, 1].map(() => smoothField(random, height, width, smoothness, elastic)) : undefined;
  for (let i = 0; i < y.length; i++) {
    const [ry, rx] = [Math.floor(i / width) - cy - dy, (i % width) - cx - dx];
    y[i] = cos * ry + sin * rx + cy + (bend ? bend[0][i] : 0);
    x[i] = cos * rx - sin * ry + cx + (bend ? bend[1][i] : 0);
  }
  return { y, x };
}

/** Uniform noise smoothed by three box filters (nearly a Gaussian), scaled to the wished mean magnitude. */
function smoothField(
  random: Random,
  height: number,
  width: number,
  smoothness: number,
  strength: number,
): Float32Array {
  let field: Float32Array = Float32Array.from({ length: height * width }, () => 2 * random.uniform() - 1);
  for (let round = 0; round < 3; round++) {
    field = boxBlur(field, height, width, Math.round(smoothness), 1, width);
    field = boxBlur(field, width, height, Math.round(smoothness), width, 1);
  }
  const mean = field.reduce((sum, value) => sum + Math.abs(value), 0) / field.length;
  return field.map((value) => (value * strength) / Math.max(mean, Number.MIN_VALUE));
}

/** Means over 2r + 1 neighbours along one axis; `step` leads along it, `row` to the next line. */
function boxBlur(
  field: Float32Array,
  lines: number,
  length: number,
  r: number,
  step: number,
  row: number,
): Float32Array {
  const out = new Float32Array(field.length);
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let k = Math.max(0, i - r); k <= Math.min(length - 1, i + r); k++) sum += field[line * row + k * step];
      out[line * row + i * step] = sum / (2 * r + 1);
    }
  }
  return out;
}

function sample(image: Uint8Array | Float32Array, { y, x }: Points, i: number, height: number, width: number): number {
  const [top, left] = [Math.floor(y[i]), Math.floor(x[i])];
  const [fy, fx] = [y[i] - top, x[i] - left];
  const at = (row: number, column: number) =>
    row >= 0 && row < height && column >= 0 && column < width ? image[row * width + column] : 0;
  const upper = at(top, left) * (1 - fx) + at(top, left + 1) * fx;
  const lower = at(top + 1, left) * (1 - fx) + at(top + 1, left + 1) * fx;
  return upper * (1 - fy) + lower * fy;
}
