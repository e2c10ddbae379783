/** The pads with which a transposed convolution undoes the shape of a window exactly. */
import type { Window } from './window.ts';
import { extentOf } from './window.ts';

export interface TransposedPads {
  /** `pads` of the ConvTranspose: begins, then ends. */
  readonly pads: readonly number[];
  /** Input positions past the last window, which the transposed operation must add as zeros. */
  readonly outputPadding: readonly number[];
}

/**
 * A window over `input` positions makes `output` positions; its transpose must make `input` positions of them again.
 * Where the last window ends before the padded input does, ConvTranspose crops less, or adds rows.
 */
export function transposedPads(window: Window, input: readonly number[], output: readonly number[]): TransposedPads {
  const excess = input.map((size, axis) => {
    const full = (output[axis] - 1) * window.strides[axis] + extentOf(window, axis);
    return full - window.begin[axis] - size;
  });
  return {
    pads: [...window.begin, ...excess.map((value) => Math.max(0, value))],
    outputPadding: excess.map((value) => Math.max(0, -value)),
  };
}
