/** What a node waits for, worked out by hand. */
import { describe, expect, test } from 'vitest';
import type { Ceilings, LayerProfile } from '../../../studio/api.ts';
import { mainLimit, ridge, roofPoints, tallyOf } from './roofline.ts';
import { whySentences } from './why.ts';

const ceilings: Ceilings = {
  gbs: 100,
  copiedBytes: 2 ** 26,
  gflops: 1000,
  side: 1024,
  launchMs: 0.01,
  clock: 'wall',
  seconds: 1,
  when: '2026-01-01T00:00:00Z',
};

const row = (node: string, ms: number, gflops: number, gbs: number): LayerProfile => ({
  node,
  operator: 'Gemm',
  kernels: ['one'],
  ms,
  n: 5,
  gflops,
  gbs,
  clock: 'wall',
});

describe('the roof', () => {
  test('says what each node waits for', () => {
    const rows = [row('tiny', 0.012, 1, 1), row('wide', 2, 20, 80), row('deep', 2, 700, 5), row('view', 1, 0, 0)];
    const points = roofPoints('b', rows, ceilings);
    expect(points.map(({ node, limit }) => [node, limit])).toEqual([
      ['tiny', 'start'],
      ['wide', 'bytes'],
      ['deep', 'arithmetic'],
    ]);
    expect(points[1]?.ceiling).toBeCloseTo(25);
    expect(points[1]?.reached).toBeCloseTo(0.8);
    expect(ridge(ceilings)).toBe(10);
  });

  test('weighs the limits by time', () => {
    const tally = tallyOf(roofPoints('b', [row('tiny', 0.012, 1, 1), row('wide', 2, 20, 80)], ceilings));
    expect(mainLimit(tally)).toBe('bytes');
    expect(tally.shares.bytes).toBeGreaterThan(0.9);
  });
});

describe('why a width is or is not faster', () => {
  const say = (a: LayerProfile[], b: LayerProfile[]) =>
    whySentences(roofPoints('a', a, ceilings), roofPoints('b', b, ceilings), ceilings).join(' ');

  test('starts of kernels', () => {
    expect(say([row('fc', 0.012, 1, 1)], [row('fc', 0.012, 1, 0.2)])).toMatch(
      /no difference.*starting a kernel, 10.µs/,
    );
  });

  test('bytes', () => {
    expect(say([row('fc', 2, 20, 80)], [row('fc', 0.5, 80, 60)])).toMatch(
      /B is faster.*wait for bytes.*fc gained most/,
    );
  });

  test('arithmetic', () => {
    expect(say([row('fc', 2, 700, 5)], [row('fc', 3, 470, 2)])).toMatch(/B is slower.*cannot pay here.*fc lost most/);
  });
});
