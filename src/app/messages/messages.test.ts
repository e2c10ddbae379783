/** Every word of the page is in the catalogue, and every message of the catalogue has its German. */
import { describe, expect, test } from 'vitest';
import { listClaims } from '../../studio/claims/checkClaim.ts';
import { hasWords, leftoversOf, messagesOf, sourcesOf } from '../../testing/messages.ts';
import { PANEL_CHOICES } from '../commands/choices.ts';
import { COMMANDS } from '../commands/registry.ts';
import { HELPS } from '../help/helps.ts';
import { LESSONS } from '../lessons/catalogue.ts';
import { PANELS } from '../panels/Panels.tsx';
import { CONTROLS } from '../recipe/controls.ts';
import { PRESETS } from '../recipe/presets.ts';
import { BASELINES } from '../stage/Legend.tsx';
import { VIEWS } from '../views/registry.ts';
import german from './de/index.ts';
import { t, takeCatalogue, tn } from './t.ts';

/** Folders whose texts all go through the catalogue. */
const CONVERTED = [
  'aria',
  'claims',
  'commands',
  'guide',
  'help',
  'lessons',
  'panels',
  'shell',
  'sides',
  'stage',
  'teach',
];

/** Folders with messages whose German is complete. */
const TRANSLATED = [...CONVERTED, 'engine', 'format'];

/** The same in every language. */
const SYMBOLS: ReadonlySet<string> = new Set(['Decant', 'Aa']);

/** Files that are being rewritten. */
const UNDER_WAY = ['shell/Runs.tsx', 'panels/ExportPanel.tsx', 'panels/MeasurePanel.tsx'];

const filesOf = (folder: string) =>
  sourcesOf(`src/app/${folder}`).filter((file) => !UNDER_WAY.some((name) => file.endsWith(name)));

const sources = TRANSLATED.flatMap(filesOf);
const catalogue: Readonly<Record<string, string>> = german;

/** Words of tables, which are handed to the catalogue where they are drawn. */
const tables: readonly string[] = [
  ...Object.values(CONTROLS).flatMap(({ name, does, size, speed, quality, options }) => [
    ...[name, name.toLowerCase(), does, size, speed, quality],
    ...options.flatMap(({ word, help }) => [word, help]),
  ]),
  ...PRESETS.flatMap(({ name, about }) => [name, about]),
  ...BASELINES.flatMap(({ word, help }) => [word, help]),
  ...HELPS.flatMap(({ name, does, effect }) => [name, does, effect]),
  ...COMMANDS.map(({ what }) => what),
  ...VIEWS.map(({ label }) => label),
  ...Object.values(PANELS).map(({ title }) => title),
  ...PANEL_CHOICES.flatMap(([, what, help]) => [what, help]),
  ...LESSONS.flatMap(({ title, about, pages }) => [
    ...[title, about],
    ...pages.flatMap(({ stage, question, action }) => [stage.claim, question?.ask ?? [], action?.todo ?? []].flat()),
  ]),
  ...listClaims().flatMap(({ text, experiment }) => [text, experiment]),
];

const placeholders = (message: string) => (message.match(/\{\w+\}/g) ?? []).sort();

describe('German', () => {
  const wanted = [
    ...sources.flatMap(messagesOf),
    ...tables.filter(hasWords).map((text) => ({ where: 'a table', text })),
  ];

  test('every message has it', () => {
    const missing = wanted.filter(({ text }) => !(text in catalogue)).map(({ where, text }) => `${where}: ${text}`);
    expect([...new Set(missing)]).toEqual([]);
  });

  test('every translation keeps the values of its message', () => {
    for (const [message, translation] of Object.entries(catalogue)) {
      expect(placeholders(translation), message).toEqual(placeholders(message));
      expect(translation.trim(), message).not.toBe('');
    }
  });
});

test.each(CONVERTED)('%s says nothing in English alone', (folder) => {
  const left = filesOf(folder)
    .flatMap(leftoversOf)
    .filter(({ text }) => !SYMBOLS.has(text));
  expect(left.map(({ where, text }) => `${where}: ${text}`)).toEqual([]);
});

describe('a message', () => {
  test('is its own English', () => {
    expect(t('{count} of {all} flips', { count: 3, all: 5 })).toBe('3 of 5 flips');
    expect(tn(1, '{count} layer', '{count} layers')).toBe('1 layer');
  });

  test('speaks another language once it is taken', () => {
    takeCatalogue({ '{count} layers': '{count} Schichten' });
    expect(tn(2, '{count} layer', '{count} layers')).toBe('2 Schichten');
    expect(t('unknown')).toBe('unknown');
    takeCatalogue({});
  });
});
