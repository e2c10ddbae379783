/** Unsqueeze: puts in axes of size 1, counted in the output. https://onnx.ai/onnx/operators/onnx__Unsqueeze.html */
import type { Dim } from '../../../tensor/shape.ts';
import { normalizeAxis } from '../../../tensor/shape.ts';
import type { ValueType } from '../../graph.ts';
import type { InferContext } from '../../operator.ts';
import { defineOperator, differentiable, primitive } from '../../operator.ts';
import { reshapeLike } from '../shapeValue.ts';
import { noFlops, reshaped } from './movement.ts';

export const unsqueeze = defineOperator({
  name: 'Unsqueeze',
  domain: '',
  since: 13,
  attributes: {},
  arity: [2, 2],
  infer: inferUnsqueeze,
  dims: (context) => (context.input(0).shape.length === 0 ? context.dims(0) : undefined),
  flops: noFlops,
  reference: ({ input, outputs }) => reshaped(input(0), outputs[0]),
  gradient: differentiable((context) => {
    const [g] = context.gradients;
    return g !== undefined && context.wanted(0) ? [reshapeLike(context, g, context.inputs[0])] : [];
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function inferUnsqueeze(context: InferContext): ValueType[] {
  const { dtype, shape } = context.input(0);
  const axes = context.constant(1);
  if (!axes) return context.fail('its axes must be known before running.');
  const rank = shape.length + axes.data.length;
  const added = new Set(Array.from(axes.data, (axis) => normalizeAxis(axis, rank)));
  if (added.size !== axes.data.length) return context.fail(`its axes ${axes.data.join(', ')} name one axis twice.`);
  const rest = [...shape];
  const next = (): Dim => rest.shift() ?? 1;
  return [{ dtype, shape: Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : next())) }];
}
