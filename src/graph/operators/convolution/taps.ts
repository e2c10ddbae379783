/**
 * Which input position each kernel position meets, for every output position: the one description from which the
 * references of convolutions and pools, forward and backward, are written. In any number of dimensions.
 */
import { sizeOf, stridesOf } from '../../../tensor/shape.ts';
import type { Window } from './window.ts';

/** The pairs of one kernel position; positions in the padding are left out. */
export interface Tap {
  /** Position in the kernel, row-major. */
  readonly kernel: number;
  /** Positions in the output and in the input, row-major over the spatial dimensions, of equal length. */
  readonly outputs: Int32Array;
  readonly inputs: Int32Array;
}

/** All taps of a window, in the row-major order of the kernel. */
export function tapsOf(window: Window, input: readonly number[], output: readonly number[]): Tap[] {
  return Array.from({ length: sizeOf(window.kernel) }, (_, kernel) => tapAt(kernel, window, input, output));
}

// ---------------------------------------------------------------------------------------------

function tapAt(kernel: number, window: Window, input: readonly number[], output: readonly number[]): Tap {
  const inputStrides = stridesOf(input);
  const outputStrides = stridesOf(output);
  let pairs = [{ output: 0, input: 0 }];
  let rest = kernel;
  for (let axis = input.length - 1; axis >= 0; axis--) {
    const shift = (rest % window.kernel[axis]) * window.dilations[axis] - window.begin[axis];
    rest = Math.floor(rest / window.kernel[axis]);
    const along = steps(output[axis], window.strides[axis], shift, input[axis]);
    pairs = along.flatMap(([o, i]) =>
      pairs.map((pair) => ({
        output: pair.output + o * outputStrides[axis],
        input: pair.input + i * inputStrides[axis],
      })),
    );
  }
  return {
    kernel,
    outputs: Int32Array.from(pairs, (pair) => pair.output),
    inputs: Int32Array.from(pairs, (pair) => pair.input),
  };
}

function steps(outputs: number, stride: number, shift: number, inputs: number): (readonly [number, number])[] {
  return Array.from({ length: outputs }, (_, o) => [o, o * stride + shift] as const).filter(
    ([, i]) => i >= 0 && i < inputs,
  );
}
