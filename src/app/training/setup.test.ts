/** Every sentence that can be composed is a recipe that the engine takes, and every word of it explains itself. */
import { describe, expect, test } from 'vitest';
import { parseRecipe } from '../../recipes/schema.ts';
import type { Option } from '../recipe/options.ts';
import * as words from '../recipe/trainingOptions.ts';
import { axisOf, settingsOf, startOf } from './reports.ts';
import type { TrainingSetup } from './setup.ts';
import { nameOf, READY, recipeOf } from './setup.ts';
import { taughtByStudent } from './teaching.ts';

const forms = words.formOptions().map(({ value }) => value);
const lists: readonly (readonly [string, readonly Option<string>[]])[] = Object.entries(words).map(([name, list]) => [
  name,
  list(),
]);

test.each(forms)('%s is a recipe for every student and every loss', (form) => {
  for (const { value: student } of words.studentOptions())
    for (const { value: depth } of words.depthOptions())
      for (const { value: loss } of words.lossOptions()) {
        const { name, ...recipe } = recipeOf({ ...READY, form, student, depth, loss });
        expect(parseRecipe({ ...recipe, name }).steps.length).toBeGreaterThan(0);
      }
});

test('every divergence, feature, optimizer and schedule is one that the engine knows', () => {
  for (const { value: divergence } of words.divergenceOptions()) parseRecipe(recipeOf({ ...READY, divergence }));
  for (const { value: feature } of words.featureOptions())
    parseRecipe(recipeOf({ ...READY, loss: 'feature', feature }));
  for (const { value: optimizer } of words.optimizerOptions()) parseRecipe(recipeOf({ ...READY, optimizer }));
  for (const { value: schedule } of words.scheduleOptions()) parseRecipe(recipeOf({ ...READY, schedule }));
});

describe('how a student is taught', () => {
  const stepsOf = (change: Partial<TrainingSetup>) => parseRecipe(recipeOf({ ...READY, ...change })).steps;
  const others = [{ model: 'model-7', name: 'a kept run', weight: 0.5 }];

  test.each(forms)('%s takes every way and every presence', (form) => {
    for (const { value: way } of words.wayOptions())
      for (const { value: presence } of words.presenceOptions())
        for (const { value: loss } of words.lossOptions())
          expect(stepsOf({ form, way, presence, loss }).length).toBeGreaterThan(0);
  });

  test('scores are stored, all or the largest; features and several teachers need them beside it', () => {
    expect(stepsOf({ presence: 'stored' })[0]).toMatchObject({ cache: true });
    expect(stepsOf({ presence: 'top' })[0]).toMatchObject({ cache: { topK: 3 } });
    expect(stepsOf({ presence: 'stored', loss: 'feature' })[0]).not.toHaveProperty('cache');
    expect(stepsOf({ presence: 'stored', others })[0]).not.toHaveProperty('cache');
    expect(stepsOf({ form: 'qad', presence: 'stored' })[0]).toMatchObject({ cache: true });
  });

  test('assistants are between teacher and student, in even ratios', () => {
    const one = { from: 'teacher', width: 0.5, init: 'fresh' };
    expect(stepsOf({ way: 'assistant' })[0]).toMatchObject({ assistants: [one] });
    expect(stepsOf({ way: 'assistants', student: 'eighth' })[0]).toMatchObject({
      assistants: [one, { width: 0.25 }],
    });
    expect(stepsOf({ way: 'assistant', student: 'same' })[0]).not.toHaveProperty('assistants');
    const axis = axisOf(recipeOf({ ...READY, way: 'assistants' }));
    expect(axis.of).toBe(1800);
    expect(startOf(axis, 0, 2)).toBe(1200);
  });

  test('born again: a fresh student of the same form learns from what is there', () => {
    const [first, second] = stepsOf({ way: 'again', form: 'distill' });
    expect(first).toMatchObject({ kind: 'distill', teacher: 'original' });
    expect(second).toMatchObject({ kind: 'distill', teacher: 'current', student: { from: 'teacher', init: 'fresh' } });
    expect(axisOf(recipeOf({ ...READY, way: 'again' })).of).toBe(1200);
  });

  test('what an assistant or an earlier student taught does not agree with the teacher that is shown', () => {
    expect(taughtByStudent('once', { stage: 0 })).toBe(false);
    expect(taughtByStudent('assistant', { stage: 0, part: 1 })).toBe(true);
    expect(taughtByStudent('again', { stage: 1 })).toBe(true);
    expect(taughtByStudent('once', { stage: 1 })).toBe(false);
  });

  test('several teachers have weights', () => {
    const teacher = [
      { model: 'original', weight: 1 },
      { model: 'model-7', weight: 0.5 },
    ];
    expect(stepsOf({ others })[0]).toMatchObject({ teacher });
  });

  test('pairs of layers are named where one student follows one teacher', () => {
    const pairs = [{ student: 'relu1', teacher: 'relu1' }];
    expect(stepsOf({ loss: 'feature', pairs })[0]).toMatchObject({ loss: { pairs } });
    expect(stepsOf({ loss: 'feature', pairs, way: 'assistant' })[0]).not.toHaveProperty('loss.pairs');
    expect(stepsOf({ loss: 'feature', pairs, others })[0]).not.toHaveProperty('loss.pairs');
  });
});

test('forms have names of their own, and stages one axis', () => {
  expect(new Set(forms.map((form) => nameOf({ ...READY, form }))).size).toBe(forms.length);
  const axis = axisOf(recipeOf({ ...READY, form: 'distill-qat' }));
  expect([...axis.starts]).toEqual([
    [0, 0],
    [1, 600],
  ]);
  expect(axis.of).toBe(750);
  expect(axisOf(recipeOf({ ...READY, form: 'prune' })).of).toBe(600);
  expect(axisOf(recipeOf({ ...READY, form: 'adaround' })).of).toBe(0);
});

test('a run can be steered by what it has', () => {
  expect(Object.keys(settingsOf(READY))).toEqual(['learningRate', 'temperature', 'alpha']);
  expect(Object.keys(settingsOf({ ...READY, loss: 'response' }))).toEqual(['learningRate', 'alpha']);
  expect(Object.keys(settingsOf({ ...READY, form: 'train' }))).toEqual(['learningRate']);
  expect(settingsOf({ ...READY, form: 'adaround' })).toEqual({});
});

describe('every option has a line of help', () => {
  test.each(lists)('%s', (_, list) => {
    expect(new Set(list.map(({ value }) => value)).size).toBe(list.length);
    for (const { word, help } of list) expect(help, word).toMatch(/^.{8,}\.$/);
  });
});
