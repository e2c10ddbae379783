/** Which column of a table holds the labels, and what its words mean. */
import { refusal } from './reader.ts';

/** What is known of a table when the label column is chosen. */
export interface TablePreview {
  readonly name: string;
  readonly columns: readonly string[];
  /** How many rows may be looked at. */
  readonly rows: number;
  rowAt(index: number): readonly string[];
}

export interface LabelColumn {
  readonly column: number;
  /** Labels and the names of their classes, from the column's words. */
  encode(words: readonly string[], file: string): { labels: Int32Array; classes: string[] } | Record<never, never>;
}

/**
 * The label column: the one asked for; else the one named label, class or target; else the first or last column when it
 * holds words, or whole numbers of which each comes twice on average. None where nothing looks like labels.
 *
 * @throws DataError `data/csv` when the column that was asked for is not there
 */
export function chooseLabelColumn(table: TablePreview, asked?: string | number | null): LabelColumn | undefined {
  if (asked === null) return undefined;
  const column = asked === undefined ? detectColumn(table) : findColumn(table, asked);
  return column < 0 ? undefined : { column, encode: encodeLabels };
}

// ---------------------------------------------------------------------------------------------------------------------

const NAMES = /^(labels?|class(es)?|targets?)$/i;

function findColumn({ name, columns }: TablePreview, asked: string | number): number {
  const column = typeof asked === 'number' ? asked : columns.indexOf(asked);
  if (column in columns) return column;
  const list = columns.slice(0, 12).join(', ') + (columns.length > 12 ? ', ...' : '');
  throw refusal('csv', name, `labelColumn ${asked} is none of its ${columns.length} columns: ${list}.`, { asked });
}

function detectColumn(table: TablePreview): number {
  const named = table.columns.findIndex((column) => NAMES.test(column));
  if (named >= 0 || table.columns.length < 2) return named;
  const ends = [0, table.columns.length - 1];
  const columns = ends.map((column) => ({ column, words: columnWords(table, column) }));
  const found = columns.find(({ words }) => words.some(isWord)) ?? columns.find(({ words }) => areLabels(words));
  return found?.column ?? -1;
}

function columnWords(table: TablePreview, column: number): string[] {
  return Array.from({ length: table.rows }, (_, i) => table.rowAt(i)[column].trim());
}

const isWord = (word: string): boolean => word !== '' && Number.isNaN(Number(word));

const isLabel = (word: string): boolean => /^\d+(\.0*)?$/.test(word);

/** Whole numbers, at least two different ones, few enough that each comes twice on average. */
function areLabels(words: readonly string[]): boolean {
  const different = new Set(words).size;
  return words.every(isLabel) && different >= 2 && different * 2 <= words.length;
}

/** Whole numbers are labels as they stand; words are numbered in the order of the alphabet; other numbers are no labels. */
function encodeLabels(
  words: readonly string[],
  file: string,
): { labels: Int32Array; classes: string[] } | Record<never, never> {
  const empty = words.indexOf('');
  if (empty >= 0)
    throw refusal('csv', file, `row ${empty + 1} has an empty label; fill it in or remove the row.`, {
      row: empty + 1,
    });
  if (words.every(isLabel)) return numberedLabels(words, file);
  if (!words.some(isWord)) return {};
  const classes = [...new Set(words)].sort();
  const numbers = new Map(classes.map((name, label) => [name, label]));
  return { labels: Int32Array.from(words, (word) => numbers.get(word) ?? 0), classes };
}

/** More classes than rows would mean that the column is a measurement or a key. */
function numberedLabels(words: readonly string[], file: string): { labels: Int32Array; classes: string[] } {
  const labels = words.map(Number);
  const most = labels.reduce((a, b) => Math.max(a, b), 0);
  if (most >= MAX_LABEL) {
    throw refusal(
      'csv',
      file,
      `the label ${most} is above ${MAX_LABEL - 1}; choose another labelColumn, or null for none.`,
      { most },
    );
  }
  return { labels: Int32Array.from(labels), classes: Array.from({ length: most + 1 }, (_, label) => String(label)) };
}

/** More classes than any labelled table that fits a tab. */
const MAX_LABEL = 100_000;
