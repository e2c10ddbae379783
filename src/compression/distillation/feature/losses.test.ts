/** Each loss of features against its paper's formula in plain arithmetic, and its gradient against differences. */
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../core/random.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { tensorFrom } from '../../../tensor/tensor.ts';
import { checkLoss } from '../../../testing/lossCheck.ts';
import type { FeatureMethod } from '../options.ts';
import { addFeatureLoss } from './losses.ts';
import type { Candidate } from './pairs.ts';
import { proposePairs } from './pairs.ts';
import { createProjector } from './projector.ts';

const random = createRandom(8);
const draw = (...shape: number[]): Tensor =>
  tensorFrom(
    'f32',
    shape,
    Array.from({ length: sizeOf(shape) }, () => random.normal()),
  );
/** Constants of gradients are f32 parameters, about 1e-7; differences add about 1e-9. */
const gradientTolerance = 2e-6;
/** 64 bits on both sides, f32 constants. */
const lossTolerance = 1e-6;

const rows = ({ data, shape }: Tensor): number[][] => {
  const size = sizeOf(shape) / shape[0];
  return Array.from({ length: shape[0] }, (_, i) => Array.from(data.subarray(i * size, (i + 1) * size), Number));
};
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const dot = (a: readonly number[], b: readonly number[]) => sum(a.map((x, i) => x * b[i]));
const unit = (a: readonly number[]) => a.map((x) => x / Math.sqrt(dot(a, a)));
const minus = (a: readonly number[], b: readonly number[]) => a.map((x, i) => x - b[i]);
const huber = (x: number) => (Math.abs(x) < 1 ? x ** 2 / 2 : Math.abs(x) - 0.5);

function attention(tensor: Tensor): number[][] {
  const [, channels, height, width] = tensor.shape;
  return rows(tensor).map((row) =>
    unit(
      Array.from({ length: height * width }, (_, i) =>
        mean(Array.from({ length: channels }, (_, c) => row[c * height * width + i] ** 2)),
      ),
    ),
  );
}

function distances(points: number[][]): number[] {
  const all = points.flatMap((a) => points.map((b) => Math.sqrt(dot(minus(a, b), minus(a, b)))));
  const average = sum(all) / (points.length * (points.length - 1));
  return all.map((d) => d / average);
}

const angles = (points: number[][]): number[] =>
  points.flatMap((at) =>
    points.flatMap((a) => points.map((b) => (a === at || b === at ? 0 : dot(unit(minus(a, at)), unit(minus(b, at)))))),
  );

const apart = (a: readonly number[], b: readonly number[], cost: (x: number) => number) =>
  mean(a.map((x, i) => cost(x - b[i])));

const run = (method: FeatureMethod, student: Tensor, teacher: Tensor, project?: (value: string) => string) =>
  checkLoss({ student, teacher }, 'student', (builder) => {
    const learned: string[] = [];
    const learnedMap = createProjector(builder, learned, 1);
    return addFeatureLoss({ builder, student: 'student', teacher: 'teacher', project: project ?? learnedMap }, method);
  });

const images = [draw(3, 4, 3, 2), draw(3, 4, 3, 2)] as const;
const wider = draw(3, 6, 3, 2);
const vectors = [draw(4, 5), draw(4, 9)] as const;

describe('without a projector', () => {
  const same = (value: string) => value;
  test('hints are the mean squared difference', async () => {
    const { loss } = await run('hint', ...images, same);
    const want = mean(
      rows(images[0])
        .flat()
        .map((x, i) => (x - rows(images[1]).flat()[i]) ** 2),
    );
    expect(Math.abs(loss - want)).toBeLessThan(lossTolerance);
  });

  test('cosine is the mean angle of samples', async () => {
    const { loss } = await run('cosine', ...images, same);
    const [a, b] = images.map(rows);
    expect(Math.abs(loss - (1 - mean(a.map((row, i) => dot(unit(row), unit(b[i]))))))).toBeLessThan(lossTolerance);
  });
});

test('attention transfer compares where the energy lies, whatever the channels', async () => {
  const { loss } = await run('attention', images[0], wider);
  const [a, b] = [images[0], wider].map((tensor) => attention(tensor).flat());
  expect(Math.abs(loss - 500 * apart(a, b, (x) => x ** 2))).toBeLessThan(1e3 * lossTolerance);
});

test('relational compares distances and angles, whatever the width', async () => {
  const { loss } = await run('relational', ...vectors);
  const [a, b] = vectors.map(rows);
  const want = apart(distances(a), distances(b), huber) + 2 * apart(angles(a), angles(b), huber);
  expect(Math.abs(loss - want)).toBeLessThan(lossTolerance);
});

test.each<[FeatureMethod, Tensor, Tensor]>([
  ['hint', images[0], wider],
  ['hint', ...vectors],
  ['cosine', images[0], wider],
  ['attention', images[0], wider],
  ['relational', ...vectors],
  ['relational', images[0], wider],
])('%s has the gradient of its differences', async (method, student, teacher) => {
  expect((await run(method, student, teacher)).gradientError).toBeLessThan(gradientTolerance);
});

test('what cannot be compared is refused', async () => {
  await expect(run('hint', images[0], draw(3, 4, 2, 2))).rejects.toThrow(
    '"student" has 3×2 positions and "teacher" 2×2',
  );
  await expect(run('attention', ...vectors)).rejects.toThrow('Attention transfer compares images');
});

describe('pairs', () => {
  const candidate = (value: string, ...size: number[]): Candidate => ({ value, size, channels: 8 });
  test('images are paired by size, the last of each; vectors by depth', () => {
    const student = [candidate('a', 14, 14), candidate('b', 7, 7), candidate('c'), candidate('d')];
    const teacher = [
      candidate('1', 28, 28),
      candidate('2', 14, 14),
      candidate('3', 14, 14),
      candidate('4', 7, 7),
      candidate('5'),
      candidate('6'),
      candidate('7'),
      candidate('8'),
    ];
    expect(proposePairs(student, teacher)).toEqual([
      { student: 'a', teacher: '3' },
      { student: 'b', teacher: '4' },
      { student: 'c', teacher: '6' },
      { student: 'd', teacher: '8' },
    ]);
  });
  test('nothing alike gives no pairs', () => {
    expect(proposePairs([candidate('a', 3)], [candidate('b', 4)])).toEqual([]);
  });
});
