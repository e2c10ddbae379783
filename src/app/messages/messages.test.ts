/** Every word of the page is in the catalogue, and every message of the catalogue has its German. */
import { describe, expect, test } from 'vitest';
import type { SweepTable } from '../../studio/apiStudies.ts';
import { claims } from '../../studio/claims/checkClaim.ts';
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

/** The same in every language. */
const SYMBOLS: ReadonlySet<string> = new Set(['Decant', 'Aa', 'kB', '&nbsp;dB', 'GB/s', 'GFLOP/s', '² · KL =']);

const sources = sourcesOf('src/app');
const catalogue: Readonly<Record<string, string>> = german;

/** A sweep that measured nothing: claims then still say what their parts are. */
const NOTHING: SweepTable = {
  ...{ rows: [], queued: 0, original: { bytes: 1 }, samples: 0, bound: 0 },
  recommended: { index: null, reason: '' },
  provenance: { kind: 'live', executor: 'reference', device: '', browser: '', when: '', seconds: 0 },
};

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
  ...claims.flatMap(({ text, experiment, judge }) => [text, experiment, ...judge(NOTHING).map((part) => part.text)]),
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

test('nothing is said in English alone', () => {
  const left = sources.flatMap(leftoversOf).filter(({ text }) => !SYMBOLS.has(text));
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
