/** What a record's recipe says of the run is what the run was asked to be, for every form. */
import { expect, test } from 'vitest';
import type { TrainingRecord } from '../../studio/api.ts';
import { formOptions } from '../recipe/trainingOptions.ts';
import { isPassing, keptState, readSetup, thinned } from './kept.ts';
import { axisOf } from './reports.ts';
import type { TrainingSetup } from './setup.ts';
import { READY, recipeOf } from './setup.ts';

const recordOf = (setup: TrainingSetup) => ({ recipe: recipeOf(setup), seed: setup.seed }) as TrainingRecord;

test.each(formOptions().map(({ value }) => value))('%s is read back', (form) => {
  const asked: TrainingSetup = {
    ...READY,
    form,
    student: 'eighth',
    depth: 'half',
    steps: 321,
    batch: 32,
    seed: 3,
    temperature: 7,
    alpha: 0.6,
  };
  const read = readSetup(recordOf({ ...asked, optimizer: 'sgd', schedule: 'linear', learningRate: 0.02 }));
  expect(read).toMatchObject({ form, seed: 3, steps: 321, batch: 32 });
  if (form === 'adaround') return;
  expect(read).toMatchObject({ optimizer: 'sgd', schedule: 'linear', learningRate: 0.02 });
  if (form === 'distill' || form === 'train') expect(read).toMatchObject({ student: 'eighth', depth: 'half' });
  if (form === 'distill' || form === 'qad') expect(read).toMatchObject({ form, temperature: 7, alpha: 0.6 });
});

test.each(['once', 'assistant', 'assistants', 'again'] as const)('a student that was taught %s is read back', (way) => {
  expect(readSetup(recordOf({ ...READY, way }))).toMatchObject({ form: 'distill', way, presence: 'beside' });
  expect(readSetup(recordOf({ ...READY, form: 'distill-quantize', way }))).toMatchObject({
    form: 'distill-quantize',
    way,
  });
  expect(readSetup(recordOf({ ...READY, way, presence: 'top' }))).toMatchObject({ presence: 'top' });
});

test('a recipe of others is read as far as it goes', () => {
  expect(readSetup({ recipe: null, seed: 2 } as TrainingRecord)).toEqual({ seed: 2 });
  expect(readSetup({ recipe: { steps: [{ kind: 'train', steps: 5 }] }, seed: 0 } as TrainingRecord)).toEqual({
    form: 'train',
    seed: 0,
    steps: 5,
  });
});

test('a run that is over stands where its last network learned', () => {
  const recipe = recipeOf({ ...READY, form: 'distill-qat', steps: 400 });
  const axis = axisOf(recipe);
  const curve = { from: 0, every: 2, values: { total: [3, 2] } };
  const over = { recipe, stage: 2, step: 100, of: 100, curve, marks: [], checkpoints: [] } as never as TrainingRecord;
  expect(keptState(axis, over, READY)).toMatchObject({ step: 500, of: 500 });
  expect(thinned(axis, over).length).toBe(404);
  expect(keptState(axis, { ...over, stage: 0, step: 30, of: 400 }, READY)).toMatchObject({ step: 30, of: 500 });
});

test('runs that are made to be looked at are told apart', () => {
  expect(isPassing({ name: 'trial' } as TrainingRecord)).toBe(true);
  expect(isPassing({ name: 'student' } as TrainingRecord)).toBe(false);
});
