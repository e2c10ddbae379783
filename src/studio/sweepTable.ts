/** What a table of measured recipes says: which are on the frontier, and which one to take. Pure functions of rows. */
import type { SweepRow, SweepTable } from './apiStudies.ts';

/** How good a row is, in one figure where more is better; undefined where nothing was measured. */
export function qualityOf({ accuracy, agreement, cosine }: Partial<SweepRow>): number | undefined {
  return accuracy?.value ?? agreement?.value ?? cosine;
}

/** Marks the rows that no other beats in both size and quality. Rows that were stopped or failed are never marked. */
export function markFrontier(rows: readonly SweepRow[]): SweepRow[] {
  const fit = rows.filter((row) => row.state === 'measured' && qualityOf(row) !== undefined);
  return rows.map((row) => ({ ...row, pareto: fit.includes(row) && !fit.some((other) => beats(other, row)) }));
}

/**
 * The smallest row whose loss is within the bound as far as its samples can tell: the whole 95 % interval of the paired
 * difference in accuracy; without labels the interval of agreement, since accuracy cannot fall by more than answers
 * that changed; without scores the cosine similarity.
 */
export function recommend(rows: readonly SweepRow[], bound: number): SweepTable['recommended'] {
  const measured = rows.filter(({ state }) => state === 'measured');
  const within = measured.filter((row) => (worstOf(row) ?? Number.NEGATIVE_INFINITY) >= -bound);
  const [best] = within.sort((a, b) => a.bytes - b.bytes || (qualityOf(b) ?? 0) - (qualityOf(a) ?? 0));
  if (best) return { index: best.index, reason: reasonFor(best, measured.length, bound) };
  const [nearest] = measured
    .filter((row) => worstOf(row) !== undefined)
    .sort((a, b) => (worstOf(b) ?? 0) - (worstOf(a) ?? 0));
  const hint = nearest ? ` Nearest is ${nearest.label}, ${lossWords(nearest)}. More samples narrow the interval.` : '';
  const limit = measured.some(({ difference }) => difference) ? `${points(bound)} of accuracy` : `${percent(bound)} %`;
  return { index: null, reason: `No recipe is certain to lose at most ${limit}.${hint}` };
}

/** The worst that the interval leaves open: a change of accuracy, or minus the share of answers that changed. */
export function worstOf({ difference, agreement, cosine }: SweepRow): number | undefined {
  if (difference) return difference.low;
  if (agreement) return agreement.low - 1;
  return cosine === undefined ? undefined : cosine - 1;
}

// ---------------------------------------------------------------------------------------------

function beats(other: SweepRow, row: SweepRow): boolean {
  const [mine, theirs] = [qualityOf(row) ?? 0, qualityOf(other) ?? 0];
  const noWorse = other.bytes <= row.bytes && theirs >= mine;
  return noWorse && (other.bytes < row.bytes || theirs > mine);
}

const percent = (share: number): string => String(Number((share * 100).toFixed(2)));

const points = (share: number): string => `${percent(share)} point${percent(share) === '1' ? '' : 's'}`;

const signed = (share: number): string => `${share >= 0 ? '+' : '−'}${percent(Math.abs(share))}`;

function lossWords({ difference, agreement, cosine, samples }: SweepRow): string {
  const on = `on ${samples} samples`;
  if (difference) return `${signed(difference.value)} points of accuracy, at worst ${signed(difference.low)}, ${on}`;
  if (agreement) return `${percent(agreement.value)} % the same answers, at least ${percent(agreement.low)} %, ${on}`;
  return `cosine similarity ${(cosine ?? 0).toFixed(4)}, ${on}`;
}

function reasonFor(row: SweepRow, count: number, bound: number): string {
  const limit = row.difference ? `${points(bound)} of accuracy` : `${percent(bound)} % of its answers`;
  return `${row.label} is the smallest of ${count} that loses at most ${limit}: ${lossWords(row)}.`;
}
