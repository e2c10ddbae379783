/** Each loss of class scores against its paper's formula in plain arithmetic, and its gradient against differences. */
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../core/random.ts';
import { tensorFrom } from '../../../tensor/tensor.ts';
import { checkLoss } from '../../../testing/lossCheck.ts';
import type { LogitDivergence, LogitLoss } from '../options.ts';
import { addLogitLoss } from './losses.ts';

/** Decimals of a divergence of f32 scores. */
const lossDigits = 5;

const [batch, classes, temperature] = [5, 7, 3];
const random = createRandom(3);
const draw = () => Float32Array.from({ length: batch * classes }, () => 3 * random.normal());
const [own, other] = [draw(), draw()];
const labels = [2, 0, 6, 3, 3];

/** Constants of gradients are f32 parameters, about 1e-7; differences add about 1e-9. */
const gradientTolerance = 2e-6;
/** Both sides are computed in 64 bits from the same f32 scores; constants are f32. */
const lossTolerance = 1e-6;

const rowsOf = (values: Float32Array) =>
  Array.from({ length: batch }, (_, i) => [...values.subarray(i * classes, (i + 1) * classes)]);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const softmax = (row: readonly number[], t: number) => {
  const exps = row.map((z) => Math.exp(z / t));
  return exps.map((e) => e / sum(exps));
};
const kl = (p: readonly number[], q: readonly number[]) => sum(p.map((x, i) => (x > 0 ? x * Math.log(x / q[i]) : 0)));
const [q, p] = [own, other].map((scores) => rowsOf(scores).map((row) => softmax(row, temperature)));
const t2 = temperature ** 2;

function pearson(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  const [dx, dy] = [x.map((v) => v - mx), y.map((v) => v - my)];
  return sum(dx.map((v, i) => v * dy[i])) / Math.sqrt(sum(dx.map((v) => v * v)) * sum(dy.map((v) => v * v)));
}
const column = (rows: readonly number[][], c: number) => rows.map((row) => row[c]);
const without = (row: readonly number[], c: number) => row.filter((_, i) => i !== c);

function decoupled(beta: number, gamma: number): number {
  return mean(
    labels.map((label, i) => {
      const binary = (row: readonly number[]) => [row[label], 1 - row[label]];
      const others = (scores: Float32Array) => softmax(without(rowsOf(scores)[i], label), temperature);
      return t2 * (beta * kl(binary(p[i]), binary(q[i])) + gamma * kl(others(other), others(own)));
    }),
  );
}

const mixed = p.map((row, i) => row.map((x, c) => (x + q[i][c]) / 2));
const byHand: Record<LogitDivergence, number> = {
  forward: t2 * mean(p.map((row, i) => kl(row, q[i]))),
  reverse: t2 * mean(q.map((row, i) => kl(row, p[i]))),
  js: (t2 * mean(p.map((row, i) => kl(row, mixed[i]) + kl(q[i], mixed[i])))) / 2,
  mse: mean([...own].map((z, i) => (z - other[i]) ** 2)),
  dist:
    t2 *
    (2 * (1 - mean(p.map((row, i) => pearson(row, q[i])))) +
      3 * (1 - mean(Array.from({ length: classes }, (_, c) => pearson(column(p, c), column(q, c)))))),
  decoupled: decoupled(2, 3),
};

const inputs = {
  student: tensorFrom('f32', [batch, classes], own),
  teacher: tensorFrom('f32', [batch, classes], other),
  labels: tensorFrom('i64', [batch], labels),
};
const run = (options: Omit<LogitLoss, 'kind'>, teacher = inputs.teacher) =>
  checkLoss({ ...inputs, teacher }, 'student', (builder) =>
    addLogitLoss(
      { builder, student: 'student', teacher: 'teacher', temperature: builder.scalar(temperature), labels: 'labels' },
      { kind: 'logit', ...options },
    ),
  );

describe.each(Object.entries(byHand) as [LogitDivergence, number][])('%s', (divergence, want) => {
  test('is what the formula says', async () => {
    const { loss } = await run({ divergence, beta: 2, gamma: 3 });
    expect(Math.abs(loss - want)).toBeLessThan(lossTolerance * Math.max(1, want));
  });

  test('has the gradient of its differences', async () => {
    expect((await run({ divergence })).gradientError).toBeLessThan(gradientTolerance);
  });

  test('costs nothing where student and teacher agree', async () => {
    expect(Math.abs((await run({ divergence }, inputs.student)).loss)).toBeLessThan(lossTolerance);
  });
});

test('the forward divergence is the default, and gradients keep their size as the temperature rises', async () => {
  expect((await run({})).loss).toBeCloseTo(byHand.forward, lossDigits);
});
