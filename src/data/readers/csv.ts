/**
 * Tables as text: comma, semicolon or tab, quotes as in RFC 4180, with or without a header. One column may hold labels
 * (numbers or names); every other column is a value of the sample, as f32.
 */
import { createProgressReporter, throwIfAborted, yieldToEventLoop } from '../../core/task.ts';
import type { Dataset } from '../dataset.ts';
import { datasetFrom } from '../dataset.ts';
import type { LabelColumn } from './csvLabels.ts';
import { chooseLabelColumn } from './csvLabels.ts';
import type { DataFile, DataReader, OpenDataOptions } from './reader.ts';
import { baseName, refusal } from './reader.ts';

export const csvReader: DataReader = {
  format: 'CSV',
  match: ({ name, head }) => isText(head) && (/\.(csv|tsv|txt)$/i.test(name) || /\d[,;\t]/.test(latin(head))),
  read: async (files, options) => {
    const [file] = files;
    if (files.length > 1)
      throw refusal('csv', files[1].name, `is a second table beside ${file.name}; open one at a time.`);
    return readTable(await openTable(file), options);
  },
};

// ---------------------------------------------------------------------------------------------------------------------

/** Text is twice its bytes in memory and its values are as much again. */
const MAX_TEXT_BYTES = 400_000_000;

/** Rows looked at before the label column is chosen. */
const SAMPLE_ROWS = 1000;

/** Rows between two chances for others to run. */
const ROWS_A_TURN = 2000;

interface Table {
  readonly name: string;
  readonly separator: string;
  /** Names of the columns; numbers from 0 where the table has no header. */
  readonly columns: readonly string[];
  /** Lines that hold rows, blank ones left out, with their number in the file from 1. */
  readonly lines: readonly { readonly number: number; readonly text: string }[];
}

async function openTable({ name, source }: DataFile): Promise<Table> {
  if (source.size > MAX_TEXT_BYTES) {
    throw refusal(
      'too-large',
      name,
      `${source.size} bytes of text are more than the ${MAX_TEXT_BYTES} that fit; save the table as .npy.`,
    );
  }
  const text = new TextDecoder().decode(await source.read(0, source.size));
  const all = text.split(/\r\n|\n|\r/).map((line, i) => ({ number: i + 1, text: line }));
  const lines = all.filter((line) => line.text.trim() !== '');
  if (lines.length === 0) throw refusal('csv', name, 'holds no rows; check that the file is complete.');
  const separator = detectSeparator(lines[0].text);
  const [first, second] = lines.slice(0, 2).map((line) => splitRow(line.text, separator));
  const headed = isHeader(first, second);
  return {
    name,
    separator,
    columns: headed ? first.map((word) => word.trim()) : first.map((_, i) => String(i)),
    lines: headed ? lines.slice(1) : lines,
  };
}

async function readTable(
  table: Table,
  { limit = Infinity, labelColumn, signal, onProgress }: OpenDataOptions,
): Promise<Dataset> {
  const lines = table.lines.slice(0, limit);
  if (lines.length === 0)
    throw refusal('csv', table.name, 'holds a header and no rows; check that the file is complete.');
  const rowAt = (i: number) => checkedRow(table, i);
  const labels = chooseLabelColumn({ ...table, rows: Math.min(SAMPLE_ROWS, lines.length), rowAt }, labelColumn);
  const width = table.columns.length - (labels ? 1 : 0);
  if (width === 0) throw refusal('csv', table.name, 'has a label column and no other; add the columns of values.');
  const values = new Float32Array(lines.length * width);
  const names: string[] = [];
  const report = createProgressReporter(`reading ${baseName(table.name)}`, lines.length, onProgress);
  for (let i = 0; i < lines.length; i++) {
    readRow(table, i, labels, values.subarray(i * width, (i + 1) * width), names);
    if (i % ROWS_A_TURN !== ROWS_A_TURN - 1) continue;
    report(i + 1);
    await yieldToEventLoop();
    throwIfAborted(signal);
  }
  const input = { dtype: 'f32', shape: [width] } as const;
  return datasetFrom({ name: baseName(table.name), input, values, ...(labels?.encode(names, table.name) ?? {}) });
}

function readRow(
  table: Table,
  i: number,
  labels: LabelColumn | undefined,
  values: Float32Array,
  names: string[],
): void {
  let to = 0;
  checkedRow(table, i).forEach((word, column) => {
    if (column === labels?.column) names.push(word.trim());
    else values[to++] = parseValue(table, i, column, word);
  });
}

function parseValue({ name, columns, lines }: Table, i: number, column: number, word: string): number {
  const value = word.trim() === '' ? Number.NaN : Number(word);
  if (!Number.isNaN(value)) return value;
  const sentence = `line ${lines[i].number}, column "${columns[column]}": "${word.slice(0, 40)}" is no number; fill it in, leave the column out, or choose it as labelColumn.`;
  throw refusal('csv', name, sentence, { line: lines[i].number, column });
}

function checkedRow({ name, separator, columns, lines }: Table, i: number): string[] {
  const row = splitRow(lines[i].text, separator);
  if (row.length === columns.length) return row;
  const sentence = `line ${lines[i].number} has ${row.length} columns, the first line ${columns.length}; give every line the same.`;
  throw refusal('csv', name, sentence, { line: lines[i].number, columns: row.length, wanted: columns.length });
}

/** The separator that the first line has most of. */
function detectSeparator(line: string): string {
  const counts = [',', ';', '\t'].map((separator) => ({ separator, count: splitRow(line, separator).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).separator;
}

/** Fields of a line; quoted ones may hold separators and doubled quotes, but no line break. */
function splitRow(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator);
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line[i];
    if (char === '"' && quoted && line[i + 1] === '"') field += line[++i];
    else if (char === '"') quoted = !quoted;
    else if (char === separator && !quoted) {
      fields.push(field);
      field = '';
    } else field += char;
  }
  return [...fields, field];
}

/** The first row is a header when some column has a word in it and a number below, or holds words alone. */
function isHeader(first: readonly string[], second: readonly string[] | undefined): boolean {
  if (first.every((word) => !isNumber(word))) return true;
  return first.some((word, column) => word.trim() !== '' && !isNumber(word) && isNumber(second?.[column] ?? ''));
}

const isNumber = (word: string): boolean => word.trim() !== '' && !Number.isNaN(Number(word));

const isText = (head: Uint8Array): boolean =>
  head.length > 0 && head.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13));

const latin = (head: Uint8Array): string => new TextDecoder('latin1').decode(head);
