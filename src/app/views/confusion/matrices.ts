/** Confusions of both sides counted on the same samples, and their difference. Pure; rows are what samples are. */
import type { Quality } from '../../../studio/api.ts';
import { t } from '../../messages/t.ts';
import type { SampleFilter, SampleSelection } from '../../store/types.ts';
import { csvText } from '../csvText.ts';

/** What a matrix counts: answers of A, of B, or those of B minus those of A. */
export type MatrixName = 'a' | 'b' | 'change';

export type Matrix = readonly (readonly number[])[];

export interface Confusions {
  /** True where rows are classes; false where they are A's answers, since the data names no classes. */
  readonly labelled: boolean;
  readonly samples: number;
  readonly a: Matrix;
  readonly b: Matrix;
  readonly change: Matrix;
}

type Answers = NonNullable<Quality['answers']>;

/** The matrices, or null where a side gives no classes. Samples that only one side has answered are left out. */
export function confusionsOf(a: Answers | undefined, b: Answers | undefined, classes: number): Confusions | null {
  if (!a || !b || classes < 2) return null;
  const labels = a.labels ?? b.labels;
  const truth = labels ?? a.top;
  const counts = { a: zeros(classes), b: zeros(classes) };
  let samples = 0;
  for (let i = 0; i < Math.min(a.top.length, b.top.length, truth.length); i++) {
    const [row, fromA, fromB] = [truth[i] ?? -1, a.top[i] ?? -1, b.top[i] ?? -1];
    if ([row, fromA, fromB].some((one) => one < 0 || one >= classes)) continue;
    add(counts.a, row, fromA);
    add(counts.b, row, fromB);
    samples++;
  }
  const change = counts.b.map((row, r) => row.map((n, c) => n - (counts.a[r]?.[c] ?? 0)));
  return { labelled: labels !== undefined, samples, ...counts, change };
}

/** Samples of each row, and how many of them are on the diagonal. */
export function rowTotals(matrix: Matrix): readonly { readonly all: number; readonly right: number }[] {
  return matrix.map((row, r) => ({ all: row.reduce((sum, n) => sum + n, 0), right: row[r] ?? 0 }));
}

export interface Pair {
  readonly truth: number;
  readonly answer: number;
  readonly count: number;
}

/** The confusion off the diagonal that is most frequent; null where there is none. */
export function worstPair(matrix: Matrix): Pair | null {
  let worst: Pair | null = null;
  for (const [truth, row] of matrix.entries()) {
    for (const [answer, count] of row.entries()) {
      if (truth !== answer && count > (worst?.count ?? 0)) worst = { truth, answer, count };
    }
  }
  return worst;
}

/** The samples that a cell stands for. */
export function samplesOf(
  which: MatrixName,
  { truth, answer }: Omit<Pair, 'count'>,
  labelled: boolean,
): { readonly only: SampleSelection; readonly filter: SampleFilter } {
  const row: SampleSelection = labelled ? { truth } : { a: truth };
  if (which === 'a') return { only: { ...row, a: answer }, filter: 'all' };
  if (which === 'b') return { only: { ...row, b: answer }, filter: 'all' };
  return { only: { ...row, b: answer }, filter: 'flips' };
}

/** All three matrices as one table: a line a cell. */
export function confusionCsv({ a, b, change, labelled }: Confusions, name: (index: number) => string): string {
  const head = [labelled ? t('class') : t('answer of A'), t('answer'), 'A', 'B', 'B - A'];
  const rows = a.flatMap((row, r) => row.map((n, c) => [name(r), name(c), n, b[r]?.[c] ?? 0, change[r]?.[c] ?? 0]));
  return csvText([head, ...rows]);
}

// ---------------------------------------------------------------------------------------------------------------------

function zeros(classes: number): number[][] {
  return Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
}

function add(counts: number[][], row: number, column: number): void {
  const line = counts[row];
  if (line) line[column] = (line[column] ?? 0) + 1;
}
