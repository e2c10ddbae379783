/**
 * MaxPoolGradient: dX of a MaxPool, from dY, the row-major Indices of the maxima and the shape of X.
 * Overlapping windows add up. Decomposes into ScatterElements over the flattened input.
 */
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ConcreteType } from '../../operator.ts';
import { decomposed, defineOperator, notDifferentiable } from '../../operator.ts';
import { filledWith } from '../shapeValue.ts';
import { inferLikeShape } from './poolInfer.ts';

export const maxPoolGradient = defineOperator({
  name: 'MaxPoolGradient',
  domain: 'decant',
  since: 1,
  attributes: {},
  arity: [3, 3],
  infer: (context) => inferLikeShape(context, 2),
  flops: ({ inputs }) => sizeOf(inputs[0]?.shape ?? []),
  reference: ({ input, outputs }) => [scatter(input(0), input(1), outputs[0])],
  gradient: notDifferentiable('it is a gradient itself, and second derivatives are not taken'),
  decomposition: decomposed((context) => {
    const { builder, inputs, type } = context;
    const [dy, indices, shape] = inputs;
    const flat = builder.ints([-1]);
    const size = builder.add('ReduceProd', [shape], { keepdims: 1 });
    const updates = [indices, dy].map((value) => builder.add('Reshape', [value, flat]));
    const zeros = filledWith(context, size, 0, type(dy).dtype);
    const sum = builder.add('ScatterElements', [zeros, ...updates], { axis: 0, reduction: 'add' });
    return [builder.add('Reshape', [sum, shape])];
  }),
});

// ---------------------------------------------------------------------------------------------

function scatter(dy: Numbers, indices: Numbers, output: ConcreteType): Numbers {
  const data = new Float64Array(sizeOf(output.shape));
  for (let i = 0; i < dy.data.length; i++) if (indices.data[i] >= 0) data[indices.data[i]] += dy.data[i];
  return { dtype: output.dtype, shape: output.shape, data };
}
