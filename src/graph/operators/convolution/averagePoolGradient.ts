/**
 * AveragePoolGradient: dX of an AveragePool, from dY and the shape of X. Attributes as AveragePool.
 * Decomposes into a division by the counts and a transposed convolution of each plane with ones.
 */
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ConcreteType, RewriteContext } from '../../operator.ts';
import { decomposed, defineOperator, notDifferentiable } from '../../operator.ts';
import { reshapeTo } from '../shapeValue.ts';
import type { AverageAttributes } from './averagePool.ts';
import { averageAttributes, averageCounts } from './averagePool.ts';
import { eachPlane, inferLikeShape } from './poolInfer.ts';
import { spatialOf } from './spatial.ts';
import { transposedPads } from './transposedPads.ts';
import { windowOf } from './window.ts';

export const averagePoolGradient = defineOperator({
  name: 'AveragePoolGradient',
  domain: 'decant',
  since: 1,
  attributes: averageAttributes,
  arity: [2, 2],
  infer: (context) => inferLikeShape(context, 1),
  flops: ({ inputs, attributes }) => sizeOf(inputs[0]?.shape ?? []) * (sizeOf(attributes.kernel_shape) + 1),
  reference: ({ input, outputs, attributes }) => [spread(input(0), outputs[0], attributes)],
  gradient: notDifferentiable('it is a gradient itself, and second derivatives are not taken'),
  decomposition: decomposed<AverageAttributes>((context) => [transposeOnes(context)]),
});

// ---------------------------------------------------------------------------------------------

function spread(dy: Numbers, output: ConcreteType, attributes: AverageAttributes): Numbers {
  const spatial = output.shape.slice(2);
  const window = windowOf(attributes, attributes.kernel_shape, spatial);
  const counts = averageCounts(window, spatial, dy.shape.slice(2), attributes.count_include_pad !== 0);
  const data = new Float64Array(sizeOf(output.shape));
  eachPlane(window, output.shape, dy.shape, ({ inputs, outputs }, atX, atY) => {
    for (let i = 0; i < outputs.length; i++) data[atX + inputs[i]] += dy.data[atY + outputs[i]] / counts[outputs[i]];
  });
  return { dtype: output.dtype, shape: output.shape, data };
}

/** Every plane becomes a sample of one channel, so that the kernel of ones is shared and the batch may be a name. */
function transposeOnes(context: RewriteContext<AverageAttributes>): string {
  const { builder, inputs, attributes, type } = context;
  const [dy, shape] = inputs;
  const output = spatialOf(context, dy);
  const spatial = spatialOf(context, context.outputs[0]);
  const window = windowOf(attributes, attributes.kernel_shape, spatial);
  const counts = averageCounts(window, spatial, output, attributes.count_include_pad !== 0);
  const { dtype } = type(dy);
  const planes = reshapeTo(context, dy, [-1, 1, ...output]);
  const shares = builder.constant(
    dtype,
    [1, 1, ...output],
    counts.map((count) => 1 / count),
  );
  const ones = builder.constant(dtype, [1, 1, ...window.kernel], new Array(sizeOf(window.kernel)).fill(1));
  const { pads, outputPadding } = transposedPads(window, spatial, output);
  const sums = builder.add('ConvTranspose', [builder.add('Mul', [planes, shares]), ones], {
    dilations: window.dilations,
    kernel_shape: window.kernel,
    output_padding: outputPadding,
    pads,
    strides: window.strides,
  });
  return builder.add('Reshape', [sums, shape]);
}
