/** The loops of convolution, in 64-bit floats: forward, transposed, and the gradient of the weight. */
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ConcreteType } from '../../operator.ts';
import type { Tap } from './taps.ts';
import { tapsOf } from './taps.ts';
import type { Window } from './window.ts';

/** Y[n, m] += sum over c of W[m, c] * X[n, group of m, c]. X (N, C, ...), W (M, C/group, ...), bias (M). */
export function convolve(
  x: Numbers,
  w: Numbers,
  bias: Numbers | undefined,
  output: ConcreteType,
  window: Window,
  group: number,
): Numbers {
  const y = new Float64Array(sizeOf(output.shape));
  const outputSize = sizeOf(output.shape.slice(2));
  if (bias) for (let i = 0; i < y.length; i++) y[i] = bias.data[Math.floor(i / outputSize) % output.shape[1]];
  const walk = { input: x.shape, output: output.shape, weight: w.shape, window, group };
  eachTap(walk, (tap, atX, atY, atW) => {
    const factor = w.data[atW];
    const { inputs, outputs } = tap;
    for (let i = 0; i < outputs.length; i++) y[atY + outputs[i]] += factor * x.data[atX + inputs[i]];
  });
  return { dtype: output.dtype, shape: output.shape, data: y };
}

/**
 * The adjoint of `convolve` in X: scatters small (N, M, ...) through W (M, C/group, ...) into (N, C, ...).
 * This is ConvTranspose, whose input is `small`.
 */
export function convolveTransposed(
  small: Numbers,
  w: Numbers,
  bias: Numbers | undefined,
  output: ConcreteType,
  window: Window,
  group: number,
): Numbers {
  const large = new Float64Array(sizeOf(output.shape));
  const size = sizeOf(output.shape.slice(2));
  if (bias) for (let i = 0; i < large.length; i++) large[i] = bias.data[Math.floor(i / size) % output.shape[1]];
  const walk = { input: output.shape, output: small.shape, weight: w.shape, window, group };
  eachTap(walk, (tap, atLarge, atSmall, atW) => {
    const factor = w.data[atW];
    const { inputs, outputs } = tap;
    for (let i = 0; i < outputs.length; i++) large[atLarge + inputs[i]] += factor * small.data[atSmall + outputs[i]];
  });
  return { dtype: output.dtype, shape: output.shape, data: large };
}

/** The adjoint of `convolve` in W: dY (N, M, ...) and X (N, C, ...) give dW (M, C/group, ...). */
export function convolveWeight(dy: Numbers, x: Numbers, output: ConcreteType, window: Window, group: number): Numbers {
  const dw = new Float64Array(sizeOf(output.shape));
  const walk = { input: x.shape, output: dy.shape, weight: output.shape, window, group };
  eachTap(walk, (tap, atX, atY, atW) => {
    const { inputs, outputs } = tap;
    let sum = 0;
    for (let i = 0; i < outputs.length; i++) sum += dy.data[atY + outputs[i]] * x.data[atX + inputs[i]];
    dw[atW] += sum;
  });
  return { dtype: output.dtype, shape: output.shape, data: dw };
}

// ---------------------------------------------------------------------------------------------

interface Walk {
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly weight: readonly number[];
  readonly window: Window;
  readonly group: number;
}

/** Visits every pair of an input plane and an output plane, with every kernel position between them. */
function eachTap(walk: Walk, visit: (tap: Tap, atX: number, atY: number, atW: number) => void): void {
  const { input, output, weight, window, group } = walk;
  const taps = tapsOf(window, input.slice(2), output.slice(2));
  const [inputSize, outputSize] = [sizeOf(input.slice(2)), sizeOf(output.slice(2))];
  const [m, channels] = weight;
  for (let n = 0; n < output[0]; n++) {
    for (let row = 0; row < m; row++) {
      const first = Math.floor(row / (m / group)) * channels;
      for (let c = 0; c < channels; c++) {
        const atX = (n * input[1] + first + c) * inputSize;
        const atY = (n * output[1] + row) * outputSize;
        for (const tap of taps) visit(tap, atX, atY, (row * channels + c) * taps.length + tap.kernel);
      }
    }
  }
}
