/** Shape: the dimensions from `start` to `end` as int64. https://onnx.ai/onnx/operators/onnx__Shape.html */
import { defineOperator, int, notDifferentiable, optional, primitive } from '../../operator.ts';
import { noFlops } from './movement.ts';

interface ShapeAttributes {
  readonly start: number;
  readonly end: number | undefined;
}

export const shapeOperator = defineOperator({
  name: 'Shape',
  domain: '',
  since: 15,
  attributes: { start: int(0), end: optional.int },
  arity: [1, 1],
  infer: (context) => {
    const [from, to] = boundsOf(context.attributes, context.input(0).shape.length);
    return [{ dtype: 'i64', shape: [Math.max(0, to - from)] }];
  },
  dims: (context) => {
    const { shape } = context.input(0);
    return shape.slice(...boundsOf(context.attributes, shape.length));
  },
  flops: noFlops,
  reference: ({ input, outputs, attributes }) => {
    const { shape } = input(0);
    const data = Float64Array.from(shape.slice(...boundsOf(attributes, shape.length)));
    return [{ dtype: 'i64', shape: outputs[0].shape, data }];
  },
  gradient: notDifferentiable('a shape does not depend on values'),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

/** Negative bounds count from the back; all are clamped into the shape. */
function boundsOf({ start, end }: ShapeAttributes, rank: number): readonly [number, number] {
  const clamp = (bound: number) => Math.min(rank, Math.max(0, bound < 0 ? bound + rank : bound));
  return [clamp(start), clamp(end ?? rank)];
}
