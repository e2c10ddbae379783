/** Lessons hold no numbers of their own, answer from what was measured, and can be gone through from start to end. */
import { describe, expect, test } from 'vitest';
import first from '../recorded/digits.recorded.json';
import dial from '../recorded/digitsDial.recorded.json';
import type { RecordedRun, Recording } from '../recorded/schema.ts';
import { showRecording } from '../recorded/showRecording.ts';
import { createAppStore } from '../store/appStore.ts';
import { LESSONS, lessonOf, pageOf } from './catalogue.ts';
import { factsOf } from './facts.ts';
import { recipeOf } from './lesson.ts';
import { findingOf, progress } from './progress.ts';
import { plain } from './say.ts';

const nothing = factsOf(createAppStore().getState());
const pages = LESSONS.flatMap(({ id, pages: all }) => all.map((page, i) => ({ name: `${id}, page ${i + 1}`, page })));

/** A figure such as a measurement gives: a share, a size, a time. Nothing of the kind may stand in a lesson's own words. */
const MEASURED = /\d\s*(%|kB|MB|ms|µs|points)/;

test('each lesson has its own name in links', () => {
  expect(new Set(LESSONS.map(({ id }) => id)).size).toBe(LESSONS.length);
  for (const { id } of LESSONS) expect(lessonOf(id).id).toBe(id);
  expect(lessonOf('of an older version')).toBe(LESSONS[0]);
});

test.each(pages)('$name takes every number from the store', ({ page }) => {
  const words = [...page.text(nothing).map(plain), plain(page.found(nothing)), page.stage.claim].join(' ');
  expect(words).not.toMatch(MEASURED);
});

test.each(pages)('$name waits for what was measured', ({ page }) => {
  expect(findingOf(page, nothing, 0)).toBeNull();
});

test.each(pages)('$name asks for a guess or for something to do', ({ page }) => {
  expect(page.question ?? page.action).toBeDefined();
  if (page.stage.veil) expect(page.question).toBeDefined();
});

test.each(pages)('$name does not begin where it ends', ({ page }) => {
  if (!page.action) return;
  const stage = { ...nothing, view: page.stage.view ?? ('samples' as const) };
  const start = {
    ...stage,
    a: { ...nothing.a, recipe: recipeOf('a', page.stage) },
    b: { ...nothing.b, recipe: recipeOf('b', page.stage) },
  };
  expect(page.action.done(start)).toBe(false);
});

test('a page beyond the last is the last', () => {
  expect(pageOf(lessonOf('size'), 99).at).toBe(lessonOf('size').pages.length);
});

describe('from the recording, without a GPU', () => {
  test('the guess comes first, then the action, then the measured answer', async () => {
    const store = createAppStore();
    const [page] = lessonOf('rounding').pages;
    if (!page) throw new Error('The lesson has no pages.');
    showRecording(store, first as Recording, async () => dial as RecordedRun[]);
    expect(findingOf(page, factsOf(store.getState()), 0)).toBeNull();
    store.getState().changeRecipe('b', { bits: 3 });
    await expect.poll(() => findingOf(page, factsOf(store.getState()), 0)).not.toBeNull();
    expect(findingOf(page, factsOf(store.getState()), undefined)).toBeNull();
    const finding = findingOf(page, factsOf(store.getState()), 0);
    const accuracy = store.getState().results.b?.measurement.quality.accuracy?.value ?? 0;
    expect(finding?.answer).toBe(accuracy >= 0.95 ? 0 : 1);
    expect(finding?.said).toContainEqual(expect.objectContaining({ trust: 'recorded' }));
  });
});

test('a lesson that is begun again knows nothing of the last time', () => {
  const { guess, find, forget } = progress.getState();
  guess('size/1', 2);
  find('size/1', { said: ['B is smaller.'], answer: 1 });
  guess('speed/1', 0);
  forget('size');
  expect(progress.getState().guesses).toEqual({ 'speed/1': 0 });
  expect(progress.getState().findings).toEqual({});
});
