/** Settings in mid-run: the teacher's share as weights of terms. */
import { expect, test } from 'vitest';
import { asWeights, settingsAt } from './settings.ts';

const taught = { learningRate: 0.1, temperature: 4, 'weight.kl': 0.6, 'weight.kl2': 0.2, 'weight.task': 0.2 };

test('alpha is shared by the teachers as they began, and leaves the rest to the labels', () => {
  const weights = asWeights(taught, { alpha: 0.4, temperature: 2 });
  expect(weights.temperature).toBe(2);
  expect(weights['weight.kl']).toBeCloseTo(0.3);
  expect(weights['weight.kl2']).toBeCloseTo(0.1);
  expect(weights['weight.task']).toBeCloseTo(0.6);
});

test('without labels, or without a share to begin with, the terms are weighed alike', () => {
  expect(asWeights({ 'weight.response': 0, 'weight.response2': 0 }, { alpha: 1 })).toEqual({
    'weight.response': 0.5,
    'weight.response2': 0.5,
  });
});

test.each([
  [{ alpha: 1.5 }, '"alpha" was set to 1.5; it is a share from 0 to 1.'],
  [{ temperature: Number.NaN }, '"temperature" was set to NaN; give a number of at least 0.'],
  [{ beta: 1 }, '"beta" is no setting of this run; there are learningRate, temperature, weight.kl'],
])('%j is refused', (settings, message) => {
  expect(() => asWeights(taught, settings)).toThrow(message);
});

test('a run without a teacher has no alpha', () => {
  expect(() => asWeights({ learningRate: 1, 'weight.task': 1 }, { alpha: 0.5 })).toThrow('there are learningRate');
});

test('marks hold from their step on', () => {
  const marks = [{ step: 3, name: 'learningRate', value: 0.2 }];
  expect([2, 3, 4].map((step) => settingsAt(taught, marks, step).learningRate)).toEqual([0.1, 0.2, 0.2]);
});
