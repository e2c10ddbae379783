/**
 * Training steps of a small language model with Adam: 4 layers of width 128 with 4 heads, sequences of 64, batch 16,
 * vocabulary 256. Pre-norm blocks with ReLU (Xiong et al., 2020, arXiv:2002.04745), learned positions, causal
 * attention. Weights and batch are here; the losses that the first steps must have are in `transformerLosses.ts`.
 */
import { createRandom } from '../../src/core/random.ts';
import { expectedTransformerLosses } from './transformerLosses.ts';
import type { Workload } from './workload.ts';
import { relativeError } from './workload.ts';

export interface TransformerSize {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  /** Tokens of a sequence. */
  readonly length: number;
  readonly batch: number;
  readonly vocabulary: number;
}

export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

export interface TransformerTraining extends Workload {
  readonly size: TransformerSize;
  /** Embedding, positions, the twelve of each layer as in `layerWeights`, final scale and shift, head. */
  readonly weights: readonly Weight[];
  /** (batch * length) */
  readonly tokens: Int32Array<ArrayBuffer>;
  /** (batch * length) the token that should follow each */
  readonly labels: Int32Array<ArrayBuffer>;
}

export const fullSize: TransformerSize = { layers: 4, width: 128, heads: 4, length: 64, batch: 16, vocabulary: 256 };

/** Losses compared: the third shows the sizes of gradients too, not only their signs as Adam's first update does. */
const checkedSteps = 3;
/** Adam divides by a root of the gradient, so rounding grows with the steps; 7e-6 is usual, jax-js on WASM has 7e-5. */
const lossTolerance = 3e-4;

export function transformerTraining(size: TransformerSize = fullSize): TransformerTraining {
  const weights = createWeights(size);
  const random = createRandom(60);
  const count = size.batch * size.length;
  const tokens = Int32Array.from({ length: count }, () => random.integer(size.vocabulary));
  const labels = Int32Array.from({ length: count }, () => random.integer(size.vocabulary));
  let expected: readonly number[] | undefined;
  const parameters = weights.reduce((sum, { values }) => sum + values.length, 0);
  return {
    about: `one step of a transformer of ${size.layers} layers, width ${size.width}, ${size.batch} x ${size.length} tokens, Adam`,
    flops: flopsOf(size),
    bytes: parameters * 4 * 7, // Adam reads weight, gradient and both moments, and writes three of them.
    checkedRuns: checkedSteps,
    tolerance: lossTolerance,
    errorOf: (results) => {
      expected ??= expectedTransformerLosses({ size, weights, tokens, labels }, checkedSteps);
      return relativeError(
        results.map(([loss]) => loss),
        expected,
      );
    },
    size,
    weights,
    tokens,
    labels,
  };
}

/** One-hot rows (count, classes), for libraries that want numbers of classes so. */
export function oneHotRows(numbers: Int32Array, classes: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(numbers.length * classes);
  numbers.forEach((number, row) => {
    out[row * classes + number] = 1;
  });
  return out;
}

// ---------------------------------------------------------------------------------------------

/** Weights of a layer: normal with this deviation, or all alike. */
const layerWeights = (width: number) =>
  [
    ['scale1', [width], 'ones'],
    ['shift1', [width], 'zeros'],
    ['qkv', [width, 3 * width], 0.05],
    ['qkv_bias', [3 * width], 'zeros'],
    ['mix', [width, width], 0.05],
    ['mix_bias', [width], 'zeros'],
    ['scale2', [width], 'ones'],
    ['shift2', [width], 'zeros'],
    ['up', [width, 4 * width], 0.05],
    ['up_bias', [4 * width], 'zeros'],
    ['down', [4 * width, width], 0.05],
    ['down_bias', [width], 'zeros'],
  ] as const;

function createWeights({ layers, width, length, vocabulary }: TransformerSize): Weight[] {
  const random = createRandom(61);
  const weight = (name: string, shape: readonly number[], fill: number | 'ones' | 'zeros'): Weight => {
    const count = shape.reduce((product, dim) => product * dim, 1);
    const constant = fill === 'ones' ? 1 : 0;
    const next = () => (typeof fill === 'number' ? random.normal() * fill : constant);
    return { name, shape, values: Float32Array.from({ length: count }, next) };
  };
  return [
    weight('embedding', [vocabulary, width], 0.02),
    weight('positions', [length, width], 0.02),
    ...Array.from({ length: layers }, (_, layer) =>
      layerWeights(width).map(([name, shape, fill]) => weight(`${name}.${layer}`, shape, fill)),
    ).flat(),
    weight('scale', [width], 'ones'),
    weight('shift', [width], 'zeros'),
    weight('head', [width, vocabulary], 0.05),
  ];
}

/** Products alone: three for each weight, and those of attention, forward and twice backward. */
function flopsOf({ layers, width, length, batch, vocabulary }: TransformerSize): number {
  const tokens = batch * length;
  const weights = layers * 12 * width * width + width * vocabulary;
  const attention = layers * 2 * tokens * length * width;
  return 3 * 2 * (tokens * weights + attention);
}
