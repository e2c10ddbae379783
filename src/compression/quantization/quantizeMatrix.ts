/**
 * Rounding to nearest: a matrix of floats into packed codes, scales and zero points, and what that cost.
 * The baseline of the field (Krishnamoorthi, "Quantizing deep convolutional networks for efficient inference", 2018).
 */
import type { PackedLayout, PackedMatrix } from '../../tensor/packed.ts';
import { groupsPerRow, packCodes, scaleCount, symmetricZero } from '../../tensor/packed.ts';
import type { Grid, GridOptions } from './clip.ts';
import { chooseGrid, codeOf } from './clip.ts';

export interface QuantizationError {
  /** The largest |w - dequantized|. */
  readonly maxError: number;
  /** Signal to quantization noise in dB: 10 log10(sum w^2 / sum (w - dequantized)^2); Infinity when exact. */
  readonly sqnr: number;
}

export interface QuantizedMatrix extends QuantizationError {
  readonly matrix: PackedMatrix;
}

/** @param values (rows, columns) finite f32 */
export function quantizeMatrix(
  values: Float32Array,
  layout: PackedLayout,
  clip: Pick<GridOptions, 'clip' | 'percentile' | 'range'>,
): QuantizedMatrix {
  const { bits, rows, columns, symmetric, scaleDType } = layout;
  const codes = new Uint8Array(rows * columns);
  const scales = new Float32Array(scaleCount(layout));
  const zeroPoints = new Uint8Array(scales.length);
  const error = createErrorMeter();
  unitsOf(layout).forEach(([start, end], unit) => {
    const grid = chooseGrid(values.subarray(start, end), { bits, symmetric, scaleDType, ...clip });
    scales[unit] = grid.scale;
    zeroPoints[unit] = grid.zero;
    fillCodes(values, codes, [start, end], grid, bits, error);
  });
  // Columns past the end of a row hold the code that stands for zero in a symmetric matrix, else 0.
  const padding = symmetric ? symmetricZero(bits) : 0;
  const packed = packCodes(bits, rows, columns, codes, padding);
  const matrix = { layout, codes: packed, scales, ...(symmetric ? {} : { zeroPoints }) };
  return { matrix, ...error.result() };
}

/** Collects the error of values against what stands for them. */
export function createErrorMeter() {
  let signal = 0;
  let noise = 0;
  let maxError = 0;
  return {
    add(value: number, approximation: number): void {
      const error = value - approximation;
      signal += value * value;
      noise += error * error;
      if (Math.abs(error) > maxError) maxError = Math.abs(error);
    },
    result: (): QuantizationError => ({ maxError, sqnr: decibels(signal, noise) }),
  };
}

/** 10 log10(signal / noise): Infinity without noise, -Infinity without signal. */
export function decibels(signal: number, noise: number): number {
  return noise === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
}

// ---------------------------------------------------------------------------------------------

/** [start, end) of each unit that shares a scale, in the order of the scales; a unit is contiguous in its row. */
function unitsOf(layout: PackedLayout): [number, number][] {
  const { rows, columns, strategy, groupSize } = layout;
  if (strategy === 'tensor') return [[0, rows * columns]];
  const groups = groupsPerRow(layout);
  const size = strategy === 'group' ? groupSize : columns;
  return Array.from({ length: rows * groups }, (_, unit) => {
    const row = Math.floor(unit / groups);
    const from = (unit % groups) * size;
    return [row * columns + from, row * columns + Math.min(columns, from + size)];
  });
}

function fillCodes(
  values: Float32Array,
  codes: Uint8Array,
  [start, end]: readonly [number, number],
  grid: Grid,
  bits: PackedLayout['bits'],
  error: ReturnType<typeof createErrorMeter>,
): void {
  for (let i = start; i < end; i++) {
    codes[i] = codeOf(values[i], grid, bits);
    error.add(values[i], Math.fround(grid.scale * (codes[i] - grid.zero)));
  }
}
