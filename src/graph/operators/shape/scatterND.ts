/**
 * ScatterND: a copy of X in which the slices that GatherND would read are updated.
 * https://onnx.ai/onnx/operators/onnx__ScatterND.html
 */
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { GradientContext } from '../../operator.ts';
import { defineOperator, differentiable, primitive } from '../../operator.ts';
import { zerosLike } from '../shapeValue.ts';
import { tuplePositions } from './gatherND.ts';
import type { ReductionAttributes } from './scatterReduction.ts';
import { checkReduction, combine, reductionAttribute, refuseGradient } from './scatterReduction.ts';

export const scatterND = defineOperator({
  name: 'ScatterND',
  domain: '',
  since: 18,
  attributes: { reduction: reductionAttribute },
  arity: [3, 3],
  infer: (context) => {
    const { dtype, shape } = context.input(0);
    const length = context.input(1).shape.at(-1);
    checkReduction(context);
    if (typeof length === 'number' && length > shape.length)
      return context.fail(`its index tuples have ${length} values, but X has ${shape.length} dimensions.`);
    return [{ dtype, shape }];
  },
  flops: ({ inputs }) => sizeOf(inputs[2]?.shape ?? []),
  reference: ({ input, attributes }) => [scatter(input(0), input(1), input(2), attributes.reduction)],
  gradient: differentiable<ReductionAttributes>((context) => {
    const [g] = context.gradients;
    return g === undefined ? [] : gradients(context, g);
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function scatter(x: Numbers, indices: Numbers, updates: Numbers, reduction: ReductionAttributes['reduction']): Numbers {
  const width = sizeOf(x.shape.slice(indices.shape[indices.shape.length - 1]));
  const data = x.data.slice();
  tuplePositions(x.shape, indices).forEach((position, tuple) => {
    for (let i = 0; i < width; i++)
      data[position + i] = combine(reduction, x.dtype, data[position + i], updates.data[tuple * width + i]);
  });
  return { dtype: x.dtype, shape: x.shape, data };
}

function gradients(context: GradientContext<ReductionAttributes>, gradient: string): (string | undefined)[] {
  const { builder, inputs, attributes } = context;
  const [, indices, updates] = inputs;
  if (attributes.reduction !== 'none' && attributes.reduction !== 'add') return refuseGradient(context);
  const kept =
    attributes.reduction === 'add'
      ? gradient
      : builder.add('ScatterND', [gradient, indices, zerosLike(context, updates)]);
  return [kept, undefined, builder.add('GatherND', [gradient, indices])];
}
