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

/** Each the mean over the batch, before that step's update. */
export function expectedLosses(
  layers: readonly Layer[],
  images: Float32Array,
  labels: Int32Array,
  steps: number,
): number[] {
  const parts = layers.map((layer) => ({ ...layer, weight: trained(layer.weight), bias: trained(layer.bias) }));
  return Array.from({ length: steps }, (_, step) => {
    const values = [Float64Array.from(images)];
    parts.forEach((part, i) => {
      const out = forward(values[i], part.weight.values, part.bias.values, part.inputs);
      values.push(i < parts.length - 1 ? out.map((x) => Math.max(0, x)) : out);
    });
    const { loss, gradient } = crossEntropy(values[parts.length], labels);
    let back = gradient;
    for (let i = parts.length - 1; i >= 0; i--) {
      const passed = backward(values[i], back, parts[i].weight, parts[i].bias);
      back = passed.map((g, at) => (values[i][at] > 0 ? g : 0));
    }
    for (const { weight, bias } of parts) for (const each of [weight, bias]) update(each, step + 1);
    return loss;
  });
}

// ---------------------------------------------------------------------------------------------

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
