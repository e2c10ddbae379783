/**
 * ScatterElements: a copy of X in which the elements that GatherElements would read are updated.
 * https://onnx.ai/onnx/operators/onnx__ScatterElements.html
 */
import { formatShape, normalizeAxis, sameShape, sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { GradientContext } from '../../operator.ts';
import { defineOperator, differentiable, int, primitive } from '../../operator.ts';
import { zerosLike } from '../shapeValue.ts';
import { elementPositions } from './gatherElements.ts';
import type { ReductionAttributes } from './scatterReduction.ts';
import { checkReduction, combine, reductionAttribute, refuseGradient } from './scatterReduction.ts';

interface ScatterAttributes extends ReductionAttributes {
  readonly axis: number;
}

export const scatterElements = defineOperator({
  name: 'ScatterElements',
  domain: '',
  since: 18,
  attributes: { axis: int(0), reduction: reductionAttribute },
  arity: [3, 3],
  infer: (context) => {
    const [x, indices, updates] = [context.input(0), context.input(1), context.input(2)];
    checkReduction(context);
    normalizeAxis(context.attributes.axis, x.shape.length);
    if (indices.shape.length !== x.shape.length)
      return context.fail(
        `X has ${x.shape.length} dimensions and the indices ${indices.shape.length}; they must agree.`,
      );
    const mixed = [...indices.shape, ...updates.shape].some((dim) => typeof dim === 'string');
    if (!mixed && !sameShape(indices.shape, updates.shape))
      return context.fail(`there are ${formatShape(updates.shape)} updates for ${formatShape(indices.shape)} indices.`);
    return [{ dtype: x.dtype, shape: x.shape }];
  },
  flops: ({ inputs }) => sizeOf(inputs[2]?.shape ?? []),
  reference: ({ input, attributes }) => [scatter(input(0), input(1), input(2), attributes)],
  gradient: differentiable<ScatterAttributes>((context) => {
    const [g] = context.gradients;
    return g === undefined ? [] : gradients(context, g);
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function scatter(x: Numbers, indices: Numbers, updates: Numbers, attributes: ScatterAttributes): Numbers {
  const data = x.data.slice();
  elementPositions(x.shape, indices, attributes.axis).forEach((position, i) => {
    data[position] = combine(attributes.reduction, x.dtype, data[position], updates.data[i]);
  });
  return { dtype: x.dtype, shape: x.shape, data };
}

function gradients(context: GradientContext<ScatterAttributes>, gradient: string): (string | undefined)[] {
  const { builder, inputs, attributes } = context;
  const [, indices, updates] = inputs;
  const { axis, reduction } = attributes;
  if (reduction !== 'none' && reduction !== 'add') return refuseGradient(context);
  const kept =
    reduction === 'add'
      ? gradient
      : builder.add('ScatterElements', [gradient, indices, zerosLike(context, updates)], { axis });
  return [kept, undefined, builder.add('GatherElements', [gradient, indices], { axis })];
}
