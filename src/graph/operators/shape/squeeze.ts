/** Squeeze: takes out axes of size 1, all of them by default. https://onnx.ai/onnx/operators/onnx__Squeeze.html */
import { normalizeAxis } from '../../../tensor/shape.ts';
import type { ValueType } from '../../graph.ts';
import type { InferContext } from '../../operator.ts';
import { defineOperator, differentiable, primitive } from '../../operator.ts';
import { reshapeLike } from '../shapeValue.ts';
import { noFlops, reshaped } from './movement.ts';

export const squeeze = defineOperator({
  name: 'Squeeze',
  domain: '',
  since: 13,
  attributes: {},
  arity: [1, 2],
  infer: inferSqueeze,
  dims: (context) => (context.input(0).shape.length <= 1 ? context.dims(0) : undefined),
  flops: noFlops,
  reference: ({ input, outputs }) => reshaped(input(0), outputs[0]),
  gradient: differentiable((context) => {
    const [g] = context.gradients;
    return g !== undefined && context.wanted(0) ? [reshapeLike(context, g, context.inputs[0])] : [];
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function inferSqueeze(context: InferContext): ValueType[] {
  const { dtype, shape } = context.input(0);
  if (!context.inputs[1]) return [{ dtype, shape: shape.filter((dim) => dim !== 1) }];
  const axes = context.constant(1);
  if (!axes) return context.fail('its axes must be known before running.');
  const taken = new Set(Array.from(axes.data, (axis) => normalizeAxis(axis, shape.length)));
  for (const axis of taken)
    if (typeof shape[axis] === 'number' && shape[axis] !== 1)
      return context.fail(`axis ${axis} has size ${shape[axis]}; only an axis of size 1 can be taken out.`);
  return [{ dtype, shape: shape.filter((_, axis) => !taken.has(axis)) }];
}
