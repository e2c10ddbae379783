/** Sentences are recognised by their templates, clause by clause. */
import { expect, test } from 'vitest';
import { tellerOf } from './teller.ts';

const tell = tellerOf(
  {
    'The file "{name}" has {#count} rows.': 'Die Datei „{name}“ hat {count} {count|Zeile|Zeilen}.',
    '{what} is not {=kinds}.': '{what} ist kein {kinds}.',
    'is empty': 'ist leer',
    'a row': 'eine Zeile',
    ' And {more} more.': ' Und {more} weitere.',
  },
  (plain) => plain.replace('.', ','),
);

test.each([
  ['a value in quotation marks stays', 'The file "a row" has 2 rows.', 'Die Datei „a row“ hat 2 Zeilen.'],
  ['a word follows its number', 'The file "x" has 1 rows.', 'Die Datei „x“ hat 1 Zeile.'],
  ['a number is a number', 'The file "x" has no rows.', 'The file "x" has no rows.'],
  ['a clause is told in turn', 'a row is not csv, tsv.', 'eine Zeile ist kein csv, tsv.'],
  [
    'sentences follow each other',
    'The file "x" has 2.5 rows. And 3 more.',
    'Die Datei „x“ hat 2,5 Zeilen. Und 3 weitere.',
  ],
  ['a name stands before a clause', 'my file.csv is empty', 'my file.csv ist leer'],
  ['a file stands before a sentence', 'my.csv: a row', 'my.csv: eine Zeile'],
  ['a list is told item by item', 'a row; x; is empty', 'eine Zeile; x; ist leer'],
  ['what surrounds it stays', ' a row ', ' eine Zeile '],
  ['what is unknown stays', 'Two rows are missing.', 'Two rows are missing.'],
])('%s', (_, sentence, told) => {
  expect(tell(sentence)).toBe(told);
});
