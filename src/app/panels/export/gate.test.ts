/** When an export passes: what is judged, and what is not for want of a figure. */
import { expect, test } from 'vitest';
import type { Measurement } from '../../../studio/api.ts';
import { gate } from './gate.ts';

function measured(difference?: { value: number; low: number; high: number }, bytes = 50_000): Measurement {
  const n = 1000;
  return {
    executor: 'onnx',
    quality: {
      notes: [],
      ...(difference ? { flips: { broke: [], mended: [], changed: [], p: 1, difference: { ...difference, n } } } : {}),
    },
    size: { bytes, bitsPerWeight: 4, parts: { codes: 0, scales: 0, zeroPoints: 0, padding: 0, rest: 0 } },
    provenance: { kind: 'live', executor: 'onnx', device: '', browser: '', when: '', seconds: 1 },
  };
}

const bounds = { points: 1, kilobytes: 60 };

test.each([
  [{ value: -0.002, low: -0.006, high: 0.002 }, 'fits'],
  [{ value: -0.009, low: -0.014, high: -0.004 }, 'open'],
  [{ value: -0.05, low: -0.07, high: -0.03 }, 'fails'],
] as const)('a change of %j %s', (difference, verdict) => {
  expect(gate({ measurement: measured(difference) }, bounds).quality).toBe(verdict);
});

test('without a comparison quality is not judged, nor size without a bound', () => {
  expect(gate({ measurement: measured() }, { points: 1, kilobytes: null })).toEqual({
    quality: 'unknown',
    size: 'unknown',
    loss: null,
  });
});

test('size is judged by the byte', () => {
  expect(gate({ measurement: measured(undefined, 60_000) }, bounds).size).toBe('fits');
  expect(gate({ measurement: measured(undefined, 60_001) }, bounds).size).toBe('fails');
});
