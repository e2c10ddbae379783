/** No control of the page is without its line of help, and every line belongs to a control and to a lesson that exists. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sourcesOf } from '../../testing/messages.ts';
import { LESSONS } from '../lessons/catalogue.ts';
import { PANELS } from '../panels/Panels.tsx';
import { VIEWS } from '../views/registry.ts';
import { HELPS } from './helps.ts';

/** What a person turns, fills in or draws: fields, choices, sliders. Buttons say in their own words what they do. */
const CONTROL = /<(?:input|select|textarea)[\s>]|(?<!\[)role="slider"/g;

const files = sourcesOf('src/app')
  .filter((file) => file.endsWith('.tsx'))
  .map((file) => ({ file: file.replace('src/app/', ''), count: controlsIn(file) }))
  .filter(({ count }) => count > 0);

function controlsIn(file: string): number {
  return [...readFileSync(file, 'utf8').matchAll(CONTROL)].length;
}

test.each(files)('$file explains each of its $count controls', ({ file, count }) => {
  expect(HELPS.filter((help) => help.file === file).length).toBeGreaterThanOrEqual(count);
});

describe('every line', () => {
  test.each(HELPS)('$where: $name is whole', ({ where, file, does, effect, lesson }) => {
    const places = [...Object.keys(PANELS), ...VIEWS.map(({ name }) => name), 'everywhere'];
    expect(places).toContain(where);
    expect(existsSync(`src/app/${file}`)).toBe(true);
    for (const words of [does, effect]) expect(words).toMatch(/^[A-Z].{10,}\.$/);
    if (lesson !== undefined) expect(LESSONS.map(({ id }) => id)).toContain(lesson);
  });
});
