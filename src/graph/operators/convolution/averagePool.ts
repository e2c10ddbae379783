/**
 * AveragePool: the mean over each window; padding counts only with count_include_pad, and what a ceil_mode window
 * takes from past the padding never does. https://onnx.ai/onnx/operators/onnx__AveragePool.html
 */
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ConcreteType } from '../../operator.ts';
import { defineOperator, differentiable, int, primitive } from '../../operator.ts';
import { shapeValue } from '../shapeValue.ts';
import type { PoolAttributes } from './poolInfer.ts';
import { eachPlane, inferPool, poolAttributes, poolFlops, poolNode } from './poolInfer.ts';
import { spatialOf } from './spatial.ts';
import { tapsOf } from './taps.ts';
import type { Window } from './window.ts';
import { windowOf } from './window.ts';

export const averageAttributes = { ...poolAttributes, count_include_pad: int(0) } as const;

export interface AverageAttributes extends PoolAttributes {
  readonly count_include_pad: number;
}

export const averagePool = defineOperator({
  name: 'AveragePool',
  domain: '',
  since: 19,
  attributes: averageAttributes,
  arity: [1, 1],
  infer: (context) => [inferPool(context)],
  flops: poolFlops,
  reference: ({ input, outputs, attributes }) => {
    const window = windowOf(attributes, attributes.kernel_shape, input(0).shape.slice(2));
    return [average(input(0), outputs[0], window, attributes.count_include_pad !== 0)];
  },
  gradient: differentiable<AverageAttributes>((context) => {
    const [g] = context.gradients;
    const [x] = context.inputs;
    if (g === undefined || !context.wanted(0)) return [];
    const { attributes, builder } = context;
    const window = windowOf(attributes, attributes.kernel_shape, spatialOf(context, x));
    const node = { ...poolNode(window, attributes.ceil_mode), count_include_pad: attributes.count_include_pad };
    return [builder.add('AveragePoolGradient', [g, shapeValue(context, x)], node)];
  }),
  decomposition: primitive,
});

/** By how many values each output position is divided. */
export function averageCounts(
  window: Window,
  input: readonly number[],
  output: readonly number[],
  includePad: boolean,
): Float64Array {
  const counts = new Float64Array(sizeOf(output));
  const [shifted, padded] = includePad ? withPads(window, input) : [window, input];
  for (const { outputs } of tapsOf(shifted, padded, output)) for (const position of outputs) counts[position]++;
  return counts;
}

// ---------------------------------------------------------------------------------------------

function average(x: Numbers, output: ConcreteType, window: Window, includePad: boolean): Numbers {
  const data = new Float64Array(sizeOf(output.shape));
  eachPlane(window, x.shape, output.shape, ({ inputs, outputs }, atX, atY) => {
    for (let i = 0; i < outputs.length; i++) data[atY + outputs[i]] += x.data[atX + inputs[i]];
  });
  const counts = averageCounts(window, x.shape.slice(2), output.shape.slice(2), includePad);
  for (let i = 0; i < data.length; i++) data[i] /= counts[i % counts.length];
  return { dtype: output.dtype, shape: output.shape, data };
}

/** The same window over an input that carries its padding. */
function withPads(window: Window, input: readonly number[]): readonly [Window, readonly number[]] {
  const none = input.map(() => 0);
  return [
    { ...window, begin: none, end: none },
    input.map((size, axis) => size + window.begin[axis] + window.end[axis]),
  ];
}
