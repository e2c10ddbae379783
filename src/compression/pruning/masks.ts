/**
 * Masks of ones and zeros by magnitude: the smallest weights go. Han et al., 2015, arXiv:1506.02626 (magnitude);
 * Mishra et al., 2021, arXiv:2104.08378 (2:4); Zhu and Gupta, 2017, arXiv:1710.01878 (the cubic schedule).
 */
import type { Weight } from '../../graph/passes/weights.ts';
import type { GradualSchedule, MagnitudeOptions } from './options.ts';

/** A weight in memory, in the parameter's own order. */
export interface LoadedWeight extends Pick<Weight, 'orientation' | 'rows' | 'columns'> {
  readonly name: string;
  readonly values: Float64Array;
}

/** A mask for each weight, 1 where it stays, in the parameter's own order. */
export function magnitudeMasks(weights: readonly LoadedWeight[], options: MagnitudeOptions): Map<string, Float32Array> {
  if (options.pattern === '2:4') return new Map(weights.map((weight) => [weight.name, twoOfFour(weight)]));
  if (options.scope === 'layer')
    return new Map(weights.map((weight) => [weight.name, keepLargest([weight], options.sparsity)[0]]));
  const masks = keepLargest(weights, options.sparsity);
  return new Map(weights.map(({ name }, i) => [name, masks[i]]));
}

/** Sparsity after a step: s (1 - (1 - step / steps)^3), at the last change no later than that step. */
export function sparsityAt(final: number, { steps, every }: GradualSchedule, step: number): number {
  const changed = Math.min(steps, Math.floor(step / every) * every);
  return final * (1 - (1 - changed / steps) ** 3);
}

// ---------------------------------------------------------------------------------------------

/** Zeros exactly round(share * count) of all weights together: the smallest, the first of equals. */
function keepLargest(weights: readonly LoadedWeight[], share: number): Float32Array[] {
  const sizes = weights.map(({ values }) => values.length);
  const magnitudes = new Float32Array(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  for (const { values } of weights) for (const value of values) magnitudes[at++] = Math.abs(value);
  const gone = Math.round(share * magnitudes.length);
  const bound = gone > 0 ? magnitudes.slice().sort()[gone - 1] : -1;
  let ties = gone - magnitudes.reduce((count, value) => count + (value < bound ? 1 : 0), 0);
  const keeps = (magnitude: number): number => {
    if (magnitude !== bound) return magnitude > bound ? 1 : 0;
    return ties-- > 0 ? 0 : 1;
  };
  return weights.map(({ values }) => Float32Array.from(values, (value) => keeps(Math.abs(Math.fround(value)))));
}

/** Of each four neighbours along a row the two largest stay; a rest of fewer than four stays whole. */
function twoOfFour({ values, orientation, rows, columns }: LoadedWeight): Float32Array {
  const mask = new Float32Array(values.length).fill(1);
  const at = (row: number, column: number) => (orientation === 'rows' ? row * columns + column : column * rows + row);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column + 4 <= columns; column += 4) {
      const four = [0, 1, 2, 3].map((i) => at(row, column + i));
      four.sort((a, b) => Math.abs(values[b]) - Math.abs(values[a]) || a - b);
      for (const position of four.slice(2)) mask[position] = 0;
    }
  }
  return mask;
}
