/** Layers that small networks are stacked from, and where their parameters come from: a seed or a checkpoint. */
import { createRandom } from '../core/random.ts';
import type { Checkpoint } from '../files/checkpoint.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import type { Parameter } from '../graph/graph.ts';
import { parameterFrom } from '../graph/graph.ts';
import { sizeOf } from '../tensor/shape.ts';
import { tensorFrom } from '../tensor/tensor.ts';
import { takeParameter } from './takeParameter.ts';

/** Gives the parameter of a name and shape. */
export type ParameterSource = (name: string, shape: readonly number[]) => Parameter;

/**
 * New parameters: weights normal with variance 2 / fan-in, biases zero (He et al., "Delving deep into rectifiers",
 * 2015). The seed decides every bit, in the order in which parameters are asked for.
 */
export function freshParameters(seed: number): ParameterSource {
  const random = createRandom(seed);
  return (name, shape) => {
    const deviation = shape.length > 1 ? Math.sqrt(2 / sizeOf(shape.slice(1))) : 0;
    const values = Float64Array.from({ length: sizeOf(shape) }, () => (deviation ? deviation * random.normal() : 0));
    return parameterFrom(name, tensorFrom('f32', shape, values));
  };
}

/** The parameters of a checkpoint, each checked for its shape. */
export const storedParameters =
  (checkpoint: Checkpoint): ParameterSource =>
  (name, shape) =>
    takeParameter(checkpoint, name, shape);

/** y = x W^T + b with W [outputs, inputs]. */
export function linear(
  builder: GraphBuilder,
  source: ParameterSource,
  x: string,
  name: string,
  [inputs, outputs]: readonly [number, number],
): string {
  const weight = builder.parameter(source(`${name}.weight`, [outputs, inputs]));
  const bias = builder.parameter(source(`${name}.bias`, [outputs]));
  return builder.add('Gemm', [x, weight, bias], { transB: 1 }, name);
}

/** A square convolution that keeps the size, with bias. */
export function convolution(
  builder: GraphBuilder,
  source: ParameterSource,
  x: string,
  name: string,
  [inputs, outputs, kernel]: readonly [number, number, number],
): string {
  const weight = builder.parameter(source(`${name}.weight`, [outputs, inputs, kernel, kernel]));
  const bias = builder.parameter(source(`${name}.bias`, [outputs]));
  const side = Math.floor(kernel / 2);
  const attributes = { kernel_shape: [kernel, kernel], pads: [side, side, side, side] };
  return builder.add('Conv', [x, weight, bias], attributes, name);
}
