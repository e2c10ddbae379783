/**
 * The losses of the first steps of the MLP's training, in float64 by plain loops: forward, softmax cross-entropy,
 * gradients by hand, Adam. Shares nothing with the engine, since it judges it.
 */
import type { Trained } from './adam.ts';
import { crossEntropy, trained, update } from './adam.ts';

export const batch = 128;

export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** (inputs, outputs) */
  readonly weight: Float32Array;
  /** (outputs) */
  readonly bias: Float32Array;
}

/** What scores (batch, classes) cost, and the slope of that. */
export type Judge = (scores: Float64Array) => { loss: number; gradient: Float64Array<ArrayBuffer> };

/** Each the mean over the batch, before that step's update. */
export const expectedLosses = (
  layers: readonly Layer[],
  images: Float32Array,
  labels: Int32Array,
  steps: number,
): number[] => expectedLossesBy(layers, images, (scores) => crossEntropy(scores, labels), steps);

/** As `expectedLosses`, of any loss of the scores. */
export function expectedLossesBy(
  layers: readonly Layer[],
  images: Float32Array,
  judge: Judge,
  steps: number,
): number[] {
  const parts = layers.map((layer) => ({ ...layer, weight: trained(layer.weight), bias: trained(layer.bias) }));
  return Array.from({ length: steps }, (_, step) => {
    const values = activations(parts, images);
    const { loss, gradient } = judge(values[parts.length]);
    let back = gradient;
    for (let i = parts.length - 1; i >= 0; i--) {
      const passed = backward(values[i], back, parts[i].weight, parts[i].bias);
      back = passed.map((g, at) => (values[i][at] > 0 ? g : 0));
    }
    for (const { weight, bias } of parts) for (const each of [weight, bias]) update(each, step + 1);
    return loss;
  });
}

/** What a network that does not learn scores: (batch, classes). */
export function scoresOf(layers: readonly Layer[], images: Float32Array): Float64Array {
  const parts = layers.map((layer) => ({ ...layer, weight: trained(layer.weight), bias: trained(layer.bias) }));
  return activations(parts, images)[parts.length];
}

// ---------------------------------------------------------------------------------------------

interface Part {
  readonly inputs: number;
  readonly weight: Trained;
  readonly bias: Trained;
}

/** The images, and what each layer makes of them. */
function activations(parts: readonly Part[], images: Float32Array): Float64Array<ArrayBuffer>[] {
  const values = [Float64Array.from(images)];
  parts.forEach((part, i) => {
    const out = forward(values[i], part.weight.values, part.bias.values, part.inputs);
    values.push(i < parts.length - 1 ? out.map((x) => Math.max(0, x)) : out);
  });
  return values;
}

function forward(x: Float64Array, weight: Float64Array, bias: Float64Array, inputs: number): Float64Array<ArrayBuffer> {
  const outputs = bias.length;
  const out = new Float64Array(batch * outputs);
  for (let row = 0; row < batch; row++) {
    for (let j = 0; j < outputs; j++) out[row * outputs + j] = bias[j];
    for (let k = 0; k < inputs; k++)
      for (let j = 0; j < outputs; j++) out[row * outputs + j] += x[row * inputs + k] * weight[k * outputs + j];
  }
  return out;
}

/** Fills the gradients of weight and bias and gives that of the layer's input. */
function backward(x: Float64Array, back: Float64Array, weight: Trained, bias: Trained): Float64Array<ArrayBuffer> {
  const outputs = bias.values.length;
  const inputs = weight.values.length / outputs;
  const passed = new Float64Array(x.length);
  weight.gradient.fill(0);
  bias.gradient.fill(0);
  for (let row = 0; row < batch; row++) {
    for (let j = 0; j < outputs; j++) bias.gradient[j] += back[row * outputs + j];
    for (let k = 0; k < inputs; k++)
      for (let j = 0; j < outputs; j++) {
        const at = k * outputs + j;
        weight.gradient[at] += x[row * inputs + k] * back[row * outputs + j];
        passed[row * inputs + k] += back[row * outputs + j] * weight.values[at];
      }
  }
  return passed;
}
