/** Each claim holds, fails or is undecided by the figures of a table, as its own rule says. */
import { expect, test } from 'vitest';
import type { SweepRow, SweepTable } from '../apiStudies.ts';
import { asymmetryWins } from './asymmetryWins.ts';
import { distillationKeeps } from './distillationKeeps.ts';
import { halfPruned } from './halfPruned.ts';
import { teacherHelps } from './teacherHelps.ts';
import { trainedRounding } from './trainedRounding.ts';

const interval = (value: number, spread = 0.002) => ({ value, low: value - spread, high: value + spread, n: 2000 });

const row = (label: string, figures: Partial<SweepRow>): SweepRow => ({
  ...{ index: 0, label, recipe: null, state: 'measured', samples: 2000, bytes: 1000, bitsPerWeight: 4 },
  ...{ pareto: false, seconds: 1 },
  ...figures,
});

const table = (rows: readonly SweepRow[]): SweepTable => ({
  rows,
  queued: 0,
  original: { bytes: 10_000, accuracy: interval(0.98) },
  samples: 2000,
  bound: 0.01,
  recommended: { index: null, reason: '' },
  provenance: { kind: 'live', executor: 'reference', device: '', browser: '', when: '', seconds: 1 },
});

const verdicts = (claim: { judge: typeof halfPruned.judge }, rows: readonly SweepRow[]) =>
  claim.judge(table(rows)).map(({ verdict }) => verdict);

test('distillation that keeps more than the claim says is told so', () => {
  const students = [33, 40].map((width) =>
    row(`student of ${width} % of the channels`, { bytes: 1500, accuracy: interval(0.96) }),
  );
  expect(verdicts(distillationKeeps, students)).toEqual(['holds', 'fails']);
  const weak = students.map((one) => ({ ...one, accuracy: interval(0.7) }));
  expect(verdicts(distillationKeeps, weak)).toEqual(['holds', 'holds']);
  const large = students.map((one) => ({ ...one, bytes: 5000 }));
  expect(verdicts(distillationKeeps, large)).toEqual(['undecided', 'undecided']);
});

test('a teacher helps only where the intervals lie apart', () => {
  const rows = (taught: number, alone: number) => [
    row('taught', { accuracy: interval(taught) }),
    row('labels alone', { accuracy: interval(alone) }),
  ];
  expect(verdicts(teacherHelps, rows(0.95, 0.93))).toEqual(['holds']);
  expect(verdicts(teacherHelps, rows(0.95, 0.949))).toEqual(['undecided']);
  expect(verdicts(teacherHelps, rows(0.93, 0.95))).toEqual(['fails']);
});

test('what training wins back is counted from what rounding lost', () => {
  const rows = (after: number) => [
    row('rounded', { difference: interval(-0.2) }),
    row('trained rounded', { difference: interval(after) }),
  ];
  expect(verdicts(trainedRounding, rows(-0.02))).toEqual(['holds']);
  expect(verdicts(trainedRounding, rows(-0.18))).toEqual(['fails']);
});

test('pruned weights keep their bytes', () => {
  const pruned = row('half pruned', { bytes: 10_000, difference: interval(-0.001) });
  expect(verdicts(halfPruned, [pruned])).toEqual(['holds', 'fails']);
});

test('nearer answers are those whose divergence lies apart', () => {
  const rows = [4, 3, 2].flatMap((bits) => [
    row(`INT${bits} symmetric`, { kl: interval(0.1, 0.01) }),
    row(`INT${bits} asymmetric`, { kl: interval(bits === 4 ? 0.1 : 0.05, 0.01) }),
  ]);
  expect(verdicts(asymmetryWins, rows)).toEqual(['undecided', 'holds', 'holds']);
});
