/** Class scores: which output holds them, what they predict, as logarithms of probabilities. */
import type { Tensors } from '../execution/executor.ts';
import { isFloat } from '../tensor/dtype.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { decodeNumbers } from '../tensor/tensor.ts';

/** One row of scores a sample: logits or probabilities. */
export interface Scores {
  readonly output: string;
  readonly samples: number;
  readonly classes: number;
  /** (samples, classes) */
  readonly values: Float64Array;
}

/** Class counts beyond this are embeddings or images, not classes. */
const mostClasses = 100_000;
/** Rows sum to 1 within this when they are probabilities; f16 outputs of 1,000 classes stay inside. */
const probabilitySlack = 2e-2;

/**
 * The output that looks like class scores: floats, one row of at least two values a sample.
 *
 * @param classes when known from labels, the row must hold at least as many
 */
export function findScores(outputs: Tensors, classes?: number): Scores | undefined {
  const fitting = Object.entries(outputs).filter(([, tensor]) => looksLikeScores(tensor, classes));
  const exact = fitting.find(([, { shape }]) => rowLength(shape) === classes) ?? fitting[0];
  if (!exact) return undefined;
  const [output, { dtype, shape, data }] = exact;
  return { output, samples: shape[0], classes: rowLength(shape), values: decodeNumbers(dtype, data) };
}

/** Whether it is a float tensor (samples, classes, 1, ...) of at least so many classes, and not of absurdly many. */
export function looksLikeScores({ dtype, shape }: Tensor, classes = 2): boolean {
  const length = rowLength(shape);
  const flat = shape.length >= 2 && shape.slice(2).every((dim) => dim === 1);
  return isFloat(dtype) && flat && length >= Math.max(2, classes) && length <= mostClasses;
}

/** The class with the largest score, the first of equals; -1 when a row holds NaN alone. */
export function predictions({ samples, classes, values }: Scores): Int32Array {
  return Int32Array.from({ length: samples }, (_, sample) => {
    let best = -1;
    for (let c = 0; c < classes; c++)
      if (
        best < 0
          ? !Number.isNaN(values[sample * classes + c])
          : values[sample * classes + c] > values[sample * classes + best]
      )
        best = c;
    return best;
  });
}

/** log softmax of each row, or the logarithm of rows that are probabilities already. */
export function logProbabilities(scores: Scores): Float64Array {
  const { samples, classes, values } = scores;
  const ready = areProbabilities(scores);
  const out = new Float64Array(values.length);
  for (let sample = 0; sample < samples; sample++) {
    const row = values.subarray(sample * classes, (sample + 1) * classes);
    const shift = ready ? 0 : logSumExp(row);
    for (let c = 0; c < classes; c++)
      out[sample * classes + c] = ready ? Math.log(Math.max(row[c], leastProbability)) : row[c] - shift;
  }
  return out;
}

// ---------------------------------------------------------------------------------------------

/** Below what an f32 softmax gives; keeps the logarithm finite. */
const leastProbability = 1e-30;

const rowLength = (shape: readonly number[]): number => shape[1] ?? 0;

function areProbabilities({ samples, classes, values }: Scores): boolean {
  for (let sample = 0; sample < samples; sample++) {
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const value = values[sample * classes + c];
      if (!(value >= 0)) return false;
      sum += value;
    }
    if (Math.abs(sum - 1) > probabilitySlack) return false;
  }
  return samples > 0;
}

function logSumExp(row: Float64Array): number {
  const largest = row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return largest + Math.log(row.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
