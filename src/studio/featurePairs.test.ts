/** What is offered to be paired is what a distillation by features pairs by itself, with shapes to choose by. */
import { expect, test } from 'vitest';
import { proposeFeaturePairs } from '../compression/distillation/attachTeacher.ts';
import { cnn, mlp } from '../models/networks.ts';
import { featurePairs } from './featurePairs.ts';

const input = [1, 8, 8] as const;
const teacher = cnn({ input, classes: 4, channels: [4, 6], hidden: 12 }, 1);
const student = cnn({ input, classes: 4, channels: [2, 3], hidden: 5 }, 2);

test('values with their shapes, and the pairs that are proposed', async () => {
  const { proposed, student: own, teacher: other } = await featurePairs(student, teacher);
  expect(proposed).toEqual(await proposeFeaturePairs(student, teacher));
  expect(proposed.length).toBeGreaterThan(1);
  expect(own.map(({ shape }) => shape[0])).toEqual([2, 3, 5]);
  for (const pair of proposed) {
    const [a, b] = [own.find((one) => one.value === pair.student), other.find((one) => one.value === pair.teacher)];
    expect(a?.shape.slice(1)).toEqual(b?.shape.slice(1));
  }
});

test('networks that have no sizes in common but vectors are paired by those', async () => {
  const { proposed } = await featurePairs(mlp({ input, classes: 4, hidden: [6] }, 1), teacher);
  expect(proposed).toHaveLength(1);
});
