/** From samples to a row: medians, spread, ratios, and who is left out. */
import { describe, expect, test } from 'vitest';
import { describeCheck, resultOf, timingOf } from './result.ts';

const fine = { ok: true, error: 1e-7, tolerance: 1e-5 } as const;
const wrong = { ok: false, error: 0.5, tolerance: 1e-5 } as const;

describe('timingOf', () => {
  test('gives median, tenth and ninetieth percentile', () => {
    const samples = [10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11];
    expect(timingOf(samples)).toEqual({ medianMs: 6, p10: 2, p90: 10, n: 11 });
  });

  test('takes one sample as it is', () => {
    expect(timingOf([3])).toEqual({ medianMs: 3, p10: 3, p90: 3, n: 1 });
  });
});

describe('resultOf', () => {
  const rounds = [
    { ours: 2, jax: 3, ort: 8 },
    { ours: 4, jax: 7, ort: 8 },
    { ours: 3, jax: 6, ort: 9 },
  ];

  test('divides the peer by us', () => {
    const { ours, peers, ratio } = resultOf('case', rounds, { ours: fine, jax: fine, ort: fine });
    expect(ours.medianMs).toBe(3);
    expect(peers.jax.medianMs).toBe(6);
    expect(ratio).toEqual({ jax: 2, ort: 8 / 3 });
  });

  test('gives no time to a peer whose numbers are wrong, and keeps its check', () => {
    const result = resultOf('case', rounds, { ours: fine, jax: wrong, ort: { ok: false, reason: 'it did not load' } });
    expect(result.peers).toEqual({});
    expect(result.ratio).toEqual({});
    expect(Object.keys(result.check)).toEqual(['ours', 'jax', 'ort']);
  });

  test('refuses a row in which our own numbers are wrong', () => {
    expect(() => resultOf('case', rounds, { ours: wrong, jax: fine })).toThrow('case: error 5.0e-1 is above 1.0e-5');
    expect(() => resultOf('case', [], { ours: fine })).toThrow('case');
  });
});

test('describeCheck says why', () => {
  expect(describeCheck(fine)).toBe('error 1.0e-7');
  expect(describeCheck({ ok: false, reason: 'no adapter' })).toBe('no adapter');
  expect(describeCheck(undefined)).toBe('was not measured');
});
