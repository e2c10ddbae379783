/** Every sentence that can be composed is a recipe that the engine takes, and every word of it explains itself. */
import { describe, expect, test } from 'vitest';
import { parseRecipe } from '../../recipes/schema.ts';
import type { Option } from '../recipe/options.ts';
import * as words from '../recipe/trainingOptions.ts';
import { axisOf, settingsOf } from './reports.ts';
import { nameOf, READY, recipeOf } from './setup.ts';

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
