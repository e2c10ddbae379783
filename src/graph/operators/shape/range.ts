/** Range: start, start + delta, ... up to but not including limit. https://onnx.ai/onnx/operators/onnx__Range.html */
import { ceilDivideDim, subtractDims } from '../../../tensor/dims.ts';
import type { Dim } from '../../../tensor/shape.ts';
import type { ValueType } from '../../graph.ts';
import type { InferContext } from '../../operator.ts';
import { defineOperator, notDifferentiable, primitive } from '../../operator.ts';

export const range = defineOperator({
  name: 'Range',
  domain: '',
  since: 11,
  attributes: {},
  arity: [3, 3],
  infer: inferRange,
  flops: ({ outputs }) => outputs[0].shape[0],
  reference: ({ input, outputs }) => {
    const [start] = input(0).data;
    const [delta] = input(2).data;
    const data = Float64Array.from({ length: outputs[0].shape[0] }, (_, i) => start + i * delta);
    return [{ dtype: outputs[0].dtype, shape: outputs[0].shape, data }];
  },
  gradient: notDifferentiable('it counts, and its bounds decide a shape'),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function inferRange(context: InferContext): ValueType[] {
  const { dtype } = context.input(0);
  const [start, limit, delta] = [context.dims(0)?.[0], context.dims(1)?.[0], context.constant(2)?.data[0]];
  if (delta === 0) return context.fail('delta is 0; it must be positive or negative.');
  if (start === undefined || limit === undefined || delta === undefined)
    return [{ dtype, shape: [context.unknown('length')] }];
  return [{ dtype, shape: [lengthOf(context, start, limit, delta)] }];
}

function lengthOf(context: InferContext, start: Dim, limit: Dim, delta: number): Dim {
  if (typeof start === 'number' && typeof limit === 'number') return Math.max(0, Math.ceil((limit - start) / delta));
  if (Number.isInteger(delta) && delta > 0) return ceilDivideDim(subtractDims(limit, start), delta);
  return context.unknown('length');
}
