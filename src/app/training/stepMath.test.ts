/** The numbers of a step: softmax, divergence and the gradient, held against finite differences. */
import { expect, test } from 'vitest';
import { divergence, softened, topOf } from './scores.ts';
import { stepNumbers } from './stepMath.ts';

/** Decimals that sums in 64-bit floats keep. */
const sumDigits = 12;

const TEACHER = [2, -1, 0.5, 4];
const STUDENT = [0.3, 0.9, -2, 1.1];

test('a temperature flattens and keeps the order', () => {
  const [cold, warm] = [softened(TEACHER, 1), softened(TEACHER, 8)];
  expect(cold.reduce((sum, share) => sum + share)).toBeCloseTo(1, sumDigits);
  expect(Math.max(...warm)).toBeLessThan(Math.max(...cold));
  expect(topOf(warm)).toBe(topOf(cold));
  expect(divergence(cold, cold)).toBe(0);
  expect(divergence(cold, warm)).toBeGreaterThan(0);
});

test.each([
  [4, 0.9, 3],
  [1, 0.5, 0],
  [20, 1, null],
])('the gradient at T = %d, alpha = %d is the slope of the loss', (temperature, alpha, label) => {
  // Central differences of a smooth function in 64 bits: the error is of the order of h^2.
  const [h, digits] = [1e-5, 6];
  const { gradient } = stepNumbers(TEACHER, STUDENT, label, temperature, alpha);
  STUDENT.forEach((_, k) => {
    const moved = (by: number) => STUDENT.map((score, i) => (i === k ? score + by : score));
    const lossAt = (by: number) => stepNumbers(TEACHER, moved(by), label, temperature, alpha).total;
    expect(gradient[k]).toBeCloseTo((lossAt(h) - lossAt(-h)) / (2 * h), digits);
  });
});

test('without a label the loss is the teacher’s alone', () => {
  const { total, kl, task } = stepNumbers(TEACHER, STUDENT, null, 2, 0.5);
  expect(task).toBeNull();
  expect(total).toBe(kl);
});
