/** Reading /proc, and the share that others took. */
import { expect, test } from 'vitest';
import { parseCpuLine, parseProcess, shareBetween } from './background.ts';

test('the processor line: idle and waiting are not busy', () => {
  expect(parseCpuLine('cpu  10 1 5 100 4 2 3 1 0 0')).toEqual({ busy: 22, all: 126 });
});

test('a process whose name holds spaces and brackets', () => {
  const stat = '42 (a (odd) name) S 7 42 42 0 -1 4194304 100 0 0 0 30 12 0 0 20 0 9 0 1000 0 0';
  expect(parseProcess(stat)).toEqual({ parent: 7, ticks: 42 });
});

test('what others took is busy time that is not ours', () => {
  const before = { all: 1000, busy: 400, own: 100 };
  expect(shareBetween(before, { all: 1200, busy: 520, own: 190 })).toBeCloseTo(0.15);
  expect(shareBetween(before, { all: 1200, busy: 480, own: 190 })).toBe(0);
  expect(shareBetween(before, before)).toBe(0);
});
