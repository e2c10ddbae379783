/**
 * Training steps of a small classifier, 784-256-128-10, on one batch of 128 with Adam: initial weights and batch, and
 * the losses that the first steps must have (`mlpLosses.ts`).
 * Kingma and Ba, 2015, "Adam: a method for stochastic optimization", arXiv:1412.6980.
 */
import { createRandom } from '../../src/core/random.ts';
import type { Layer } from './mlpLosses.ts';
import { batch, expectedLosses } from './mlpLosses.ts';
import type { Workload } from './workload.ts';
import { relativeError } from './workload.ts';

/** Widths from input to classes. */
export const widths = [784, 256, 128, 10] as const;
export const classes = 10;

export interface MlpTraining extends Workload {
  readonly layers: readonly Layer[];
  /** (batch, 784) */
  readonly images: Float32Array;
  /** (batch) class numbers */
  readonly labels: Int32Array;
  /** (batch, classes) the same one-hot, for libraries whose loss wants it so */
  readonly labelRows: Float32Array;
}

/** Losses compared, from the first step on. */
const checkedSteps = 6;
/** Adam divides by a root of the gradient, so rounding grows with the steps; 1.3e-5 is usual. */
const lossTolerance = 2e-4;

export function mlpTraining(): MlpTraining {
  const layers = widths.slice(1).map((outputs, i) => createLayer(widths[i], outputs, 40 + i));
  const { images, labels } = createBatch();
  const weightCount = layers.reduce((sum, { weight, bias }) => sum + weight.length + bias.length, 0);
  const products = layers.reduce((sum, { inputs, outputs }, i) => sum + inputs * outputs * (i === 0 ? 2 : 3), 0);
  return {
    about: `one step of a classifier ${widths.join('-')}, batch ${batch}, Adam`,
    flops: 2 * batch * products,
    bytes: weightCount * 4 * 7, // Adam reads weight, gradient and both moments, and writes three of them.
    checkedRuns: checkedSteps,
    tolerance: lossTolerance,
    errorOf: (results) =>
      relativeError(
        results.map(([loss]) => loss),
        expectedLosses(layers, images, labels, results.length),
      ),
    layers,
    images,
    labels,
    labelRows: oneHot(labels),
  };
}

/** He et al., 2015: normal with variance 2 / inputs. */
export function createLayer(inputs: number, outputs: number, seed: number): Layer {
  const random = createRandom(seed);
  const deviation = Math.sqrt(2 / inputs);
  const weight = Float32Array.from({ length: inputs * outputs }, () => random.normal() * deviation);
  return { inputs, outputs, weight, bias: new Float32Array(outputs) };
}

// ---------------------------------------------------------------------------------------------

/**
 * Every image stands twice in the batch, with two labels: it cannot be learned by heart, so gradients stay of a usual
 * size however many steps are timed.
 */
function createBatch(): { images: Float32Array; labels: Int32Array } {
  const random = createRandom(50);
  const half = (batch / 2) * widths[0];
  const images = new Float32Array(2 * half);
  for (let i = 0; i < half; i++) images[i] = images[half + i] = random.uniform() * 2 - 1;
  const labels = Int32Array.from({ length: batch }, () => random.integer(classes));
  return { images, labels };
}

function oneHot(labels: Int32Array): Float32Array {
  const out = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => {
    out[row * classes + label] = 1;
  });
  return out;
}
