/** No shortcut is unlisted, no two share keys, and no control is without its help and its lesson. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LESSONS } from '../lessons/catalogue.ts';
import type { Control } from '../recipe/controls.ts';
import { CONTROLS } from '../recipe/controls.ts';
import * as options from '../recipe/options.ts';
import { createAppStore } from '../store/appStore.ts';
import { choicesOf, matching } from './choices.ts';
import { COMMANDS, commandOf } from './registry.ts';

const controls: readonly Control[] = Object.values(CONTROLS);
const choices = choicesOf(createAppStore().getState());

test('keys stand for one command each', () => {
  const keys = COMMANDS.flatMap((command) => command.keys ?? []);
  expect(new Set(keys).size).toBe(keys.length);
  for (const one of keys) expect(commandOf(one)?.keys).toBe(one);
});

test('every key that the page shows beside a button is in the table', () => {
  const files = readdirSync('src/app', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
  const shown = files.flatMap((file) =>
    [...readFileSync(`src/app/${file}`, 'utf8').matchAll(/<kbd>([A-Z?])<\/kbd>/g)].flatMap(([, key]) => key ?? []),
  );
  expect(shown.length).toBeGreaterThan(0);
  for (const key of shown) expect(commandOf(key), key).toBeDefined();
});

test('the palette holds every command once, and each lesson', () => {
  const names = choices.map(({ what }) => what);
  expect(new Set(names).size).toBe(names.length);
  for (const { what, keys } of COMMANDS) if (keys !== 'Ctrl K') expect(names).toContain(what);
  for (const { title } of LESSONS) expect(names).toContain(`Lesson: ${title}`);
});

test('the palette finds by the beginnings of words, in any order', () => {
  expect(matching(choices, 'b cop').map(({ what }) => what)).toEqual(['Copy A to B']);
  expect(matching(choices, 'groups 64').map(({ what }) => what)).toEqual(['Scales of B: groups of 64']);
  expect(matching(choices, '')).toHaveLength(choices.length);
  expect(matching(choices, 'xyzzy')).toEqual([]);
});

test('a line of the palette acts on the store', () => {
  const store = createAppStore();
  const [choice] = matching(choices, 'bits of b: 5 bits');
  choice?.act({ store, engine: {} as never });
  expect(store.getState().sides.b.recipe.bits).toBe(5);
});

describe('every control explains itself', () => {
  test.each(controls)('$name says what it does to size, speed and quality, and leads to a lesson', (control) => {
    for (const words of [control.does, control.size, control.speed, control.quality]) expect(words).toMatch(/\w+ \w+/);
    expect(LESSONS.map(({ id }) => id)).toContain(control.lesson);
    for (const { word, help } of control.options) expect(help, word).toMatch(/^[A-Z0-9].{10,}\.$/);
  });

  test('none is left out', () => {
    const lists = Object.entries(options).filter(([name]) => name.endsWith('_OPTIONS'));
    expect(controls.map((control) => control.options)).toEqual(expect.arrayContaining(lists.map(([, list]) => list)));
    expect(controls).toHaveLength(lists.length);
  });
});
