/**
 * MaxPool: the largest value in each window, and where it stands. Ties go to the first; padding never wins.
 * https://onnx.ai/onnx/operators/onnx__MaxPool.html
 */
import { sizeOf, stridesOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ConcreteType, GradientContext } from '../../operator.ts';
import { defineOperator, differentiable, int, primitive } from '../../operator.ts';
import { shapeValue } from '../shapeValue.ts';
import type { PoolAttributes } from './poolInfer.ts';
import { eachPlane, inferPool, poolAttributes, poolFlops, poolNode } from './poolInfer.ts';
import { spatialOf } from './spatial.ts';
import type { Window } from './window.ts';
import { windowOf } from './window.ts';

interface MaxPoolAttributes extends PoolAttributes {
  readonly storage_order: number;
}

export const maxPool = defineOperator({
  name: 'MaxPool',
  domain: '',
  since: 12,
  attributes: { ...poolAttributes, storage_order: int(0) },
  arity: [1, 1],
  infer: (context) => {
    const pooled = inferPool(context);
    return [pooled, { dtype: 'i64' as const, shape: pooled.shape }].slice(0, context.outputCount);
  },
  flops: poolFlops,
  reference: ({ input, outputs, attributes }) => {
    const x = input(0);
    const window = windowOf(attributes, attributes.kernel_shape, x.shape.slice(2));
    return pool(x, outputs, window, attributes.storage_order).slice(0, outputs.length);
  },
  gradient: differentiable<MaxPoolAttributes>((context) => {
    const [g] = context.gradients;
    const [x] = context.inputs;
    if (g === undefined || !context.wanted(0)) return [];
    return [context.builder.add('MaxPoolGradient', [g, indicesOf(context), shapeValue(context, x)])];
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function pool(x: Numbers, outputs: readonly ConcreteType[], window: Window, storageOrder: number): Numbers[] {
  const { dtype, shape } = outputs[0];
  const best = new Float64Array(sizeOf(shape)).fill(Number.NEGATIVE_INFINITY);
  const where = new Float64Array(best.length).fill(-1);
  eachPlane(window, x.shape, shape, ({ inputs, outputs: positions }, atX, atY) => {
    for (let i = 0; i < positions.length; i++) {
      const value = x.data[atX + inputs[i]];
      const at = atY + positions[i];
      if (where[at] >= 0 && !(value > best[at])) continue;
      best[at] = value;
      where[at] = atX + inputs[i];
    }
  });
  const data = storageOrder === 0 ? where : where.map((position) => columnMajor(position, x.shape));
  return [
    { dtype, shape, data: best },
    { dtype: 'i64', shape, data },
  ];
}

/** The position of the same element when the spatial dimensions are stored first dimension fastest. */
function columnMajor(position: number, shape: readonly number[]): number {
  const spatial = shape.slice(2);
  const size = sizeOf(spatial);
  const strides = stridesOf(spatial);
  let index = Math.floor(position / size) * size;
  let stride = 1;
  spatial.forEach((dim, axis) => {
    index += (Math.floor(position / strides[axis]) % dim) * stride;
    stride *= dim;
  });
  return index;
}

/** The row-major indices, from the node itself if it gives them, else from a second MaxPool. */
function indicesOf(context: GradientContext<MaxPoolAttributes>): string {
  const { attributes, outputs, inputs, builder } = context;
  if (outputs[1] && attributes.storage_order === 0) return outputs[1];
  const window = windowOf(attributes, attributes.kernel_shape, spatialOf(context, inputs[0]));
  return builder.addMany('MaxPool', [inputs[0]], 2, poolNode(window, attributes.ceil_mode))[1];
}
