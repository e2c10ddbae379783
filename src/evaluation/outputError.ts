/** How far outputs moved, whatever they mean: for embedders, detectors, regressors, and data without labels. */
import type { Tensors } from '../execution/executor.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { decodeNumbers } from '../tensor/tensor.ts';
import { compareScores } from './agreement.ts';
import { findScores, looksLikeScores } from './scores.ts';
import type { Estimate } from './statistics.ts';
import { bootstrapMean } from './statistics.ts';

export interface OutputError {
  readonly output: string;
  /** Cosine similarity of each sample's values with the original's, averaged over samples. */
  readonly cosine: Estimate;
  /** Signal to noise over all samples in dB; Infinity when nothing moved. */
  readonly sqnr: number;
  /** The largest |original - compressed|. */
  readonly maxError: number;
  /** Share of samples with the same largest value, where the output looks like scores. */
  readonly top1?: Estimate;
}

/** Compares each output that both models have in the same shape. */
export function compareOutputs(original: Tensors, compressed: Tensors): OutputError[] {
  return Object.entries(original).flatMap(([output, before]) => {
    const after = compressed[output];
    const same = after && sizeOf(after.shape) === sizeOf(before.shape) && after.shape[0] === before.shape[0];
    return same ? [compareOutput(output, before, after)] : [];
  });
}

// ---------------------------------------------------------------------------------------------

function compareOutput(output: string, original: Tensor, compressed: Tensor): OutputError {
  const before = decodeNumbers(original.dtype, original.data);
  const after = decodeNumbers(compressed.dtype, compressed.data);
  let [signal, noise, maxError] = [0, 0, 0];
  for (let i = 0; i < before.length; i++) {
    const error = Math.abs(before[i] - after[i]);
    signal += before[i] ** 2;
    noise += error ** 2;
    if (!(error <= maxError)) maxError = error;
  }
  const sqnr = noise === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
  const cosine = bootstrapMean(cosines(before, after, original.shape[0]));
  return { output, cosine, sqnr, maxError, ...top1Of(output, original, compressed) };
}

function cosines(before: Float64Array, after: Float64Array, samples: number): Float64Array {
  const size = before.length / Math.max(1, samples);
  return Float64Array.from({ length: samples }, (_, sample) => {
    let [dot, a, b] = [0, 0, 0];
    for (let i = sample * size; i < (sample + 1) * size; i++) {
      dot += before[i] * after[i];
      a += before[i] ** 2;
      b += after[i] ** 2;
    }
    if (a === 0 && b === 0) return 1;
    return a === 0 || b === 0 ? 0 : dot / Math.sqrt(a * b);
  });
}

function top1Of(output: string, original: Tensor, compressed: Tensor): { top1?: Estimate } {
  if (!looksLikeScores(original) || !looksLikeScores(compressed)) return {};
  const before = findScores({ [output]: original });
  const after = findScores({ [output]: compressed });
  return before && after ? { top1: compareScores(before, after).agreement } : {};
}
