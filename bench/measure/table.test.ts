/** The results as text. */
import { expect, test } from 'vitest';
import { alignColumns, formatNumber, formatProfile, formatRow } from './table.ts';

test('numbers keep three digits', () => {
  expect([1234.5, 61.812, 5.5, 0.0871].map(formatNumber)).toEqual(['1235', '61.8', '5.50', '0.0871']);
});

test('columns have one width', () => {
  expect(
    alignColumns([
      ['', 'ms', 'check'],
      ['ours', '12.5', 'fine'],
    ]),
  ).toEqual(['          ms  check', '  ours  12.5  fine']);
});

test('a row names goals that were reached, missed, and not measured', () => {
  const timing = (medianMs: number) => ({ medianMs, p10: medianMs, p90: medianMs, n: 1 });
  const check = { ok: true, error: 0, tolerance: 1 } as const;
  const text = formatRow({
    result: {
      name: 'case',
      ours: timing(10),
      peers: { a: timing(20), b: timing(5) },
      ratio: { a: 2, b: 0.5 },
      check: { ours: check, a: check, b: check, c: { ok: false, reason: 'does not load' } },
    },
    workload: { about: 'some work', flops: 1e9, bytes: 1e6 },
    goals: [
      { peer: 'a', ratio: 1.5 },
      { peer: 'b', ratio: 1 },
      { peer: 'c', ratio: 1 },
    ],
    share: 0.015,
  });
  expect(text).toContain('case: some work; others took 1.5 % of the processor');
  expect(text).toContain('does not load');
  expect(text).toContain('goal 1.5 x a: 2.00 reached');
  expect(text).toContain('goal 1 x b: 0.50 MISSED');
  expect(text).toContain('goal 1 x c: no ratio');
});

test('a profile has the slowest first', () => {
  const part = (node: string, ms: number) => ({ node, kernels: [`${node}_kernel`], ms, flops: 1e6, bytes: 1e6 });
  const lines = formatProfile([part('a', 1), part('b', 3)]).split('\n');
  expect(lines[0]).toContain('sum of 2  4.00');
  expect(lines[1]).toMatch(/b\s+3\.00\s+75\.0 %/);
});
