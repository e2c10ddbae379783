/** What a claim is: a sentence that articles repeat, the recipes that test it, and a verdict from the measured table. */
import type { Interval } from '../api.ts';
import type { ClaimResult, SweepRow, SweepTable, Verdict } from '../apiStudies.ts';

export interface Claim {
  readonly id: string;
  readonly text: string;
  readonly experiment: string;
  readonly recipes: readonly { readonly label: string; readonly recipe: unknown }[];
  /** True when models are timed too. */
  readonly speed: boolean;
  /** True when recipes train, which takes minutes and labels. */
  readonly trains?: boolean;
  /** The claim's parts, each tested by itself. */
  judge(table: SweepTable): readonly ClaimPart[];
}

export type ClaimPart = ClaimResult['parts'][number];

/** Groups of 32 with the range of least squared error: the same rounding at each width, so that only the width differs. */
export function atWidth(bits: number): { label: string; recipe: unknown } {
  const rounding = { strategy: 'group', groupSize: 32, symmetric: true, clip: 'mse' };
  const weights = bits === 16 ? { bits } : { bits, ...rounding };
  const label = bits === 16 ? 'FP16' : `INT${bits}`;
  return { label, recipe: { version: 1, name: label, steps: [{ kind: 'quantize', method: 'rtn', weights }] } };
}

/** Groups of 32 at a width, as a recipe of one rounding step with other words beside it. */
export function roundedTo(bits: number, label: string, more: Readonly<Record<string, unknown>> = {}) {
  const weights = { bits, strategy: 'group', groupSize: 32, symmetric: true, clip: 'mse' };
  return { label, recipe: { version: 1, name: label, steps: [{ kind: 'quantize', method: 'rtn', weights, ...more }] } };
}

/** Words that every training of a claim shares: short, seeded, the same for all that are compared. */
export const lessonOf = (steps: number) => ({
  optimizer: { kind: 'adamw', learningRate: 4e-3, schedule: 'cosine' },
  steps,
  batch: 64,
  seed: 1,
});

/** Whether the answers of one row are nearer to the original's than those of another: KL, with intervals apart. */
export function nearer(table: SweepTable, text: string, better: string, worse: string): ClaimPart {
  const [one, other] = [rowOf(table, better), rowOf(table, worse)];
  if (!one?.kl || !other?.kl) return notMeasured(text);
  const verdict = one.kl.high < other.kl.low ? 'holds' : one.kl.low > other.kl.high ? 'fails' : 'undecided';
  const detail = `KL to the original is ${klWords(one)} for ${better} and ${klWords(other)} for ${worse}; they differ where the intervals lie apart.`;
  return { text, verdict, detail };
}

/** A claim of parts holds when all do and fails when all fail; what is neither is said part by part. */
export function verdictOf(parts: readonly ClaimPart[]): Verdict {
  const found = new Set(parts.map(({ verdict }) => verdict));
  const [only] = found;
  if (found.size === 1 && only) return only;
  return found.has('holds') || found.has('partly') ? 'partly' : found.has('fails') ? 'fails' : 'undecided';
}

/** The row of a label, where it was measured. */
export const rowOf = ({ rows }: SweepTable, label: string): SweepRow | undefined =>
  rows.find((row) => row.label === label && row.state === 'measured');

/** What was lost: the paired change of accuracy, or, without labels, minus the share of answers that changed. */
export function changeOf(row: SweepRow | undefined): Interval | undefined {
  if (!row) return undefined;
  const { difference, agreement } = row;
  if (difference) return difference;
  return agreement && { value: agreement.value - 1, low: agreement.low - 1, high: agreement.high - 1, n: agreement.n };
}

/** "−0.35 points (−0.81 to +0.10)" */
export function pointsOf({ value, low, high }: Interval): string {
  return `${signed(value)} points (${signed(low)} to ${signed(high)})`;
}

export const notMeasured = (text: string): ClaimPart => ({
  text,
  verdict: 'undecided',
  detail: 'It could not be measured on this model.',
});

// ---------------------------------------------------------------------------------------------

function klWords({ kl }: SweepRow): string {
  return kl ? `${kl.value.toPrecision(2)} (${kl.low.toPrecision(2)} to ${kl.high.toPrecision(2)})` : 'unknown';
}

function signed(share: number): string {
  const points = (share * 100).toFixed(2);
  return share >= 0 ? `+${points}` : points.replace('-', '−');
}
