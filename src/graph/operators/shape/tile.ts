/** Tile: X repeated along each axis. https://onnx.ai/onnx/operators/onnx__Tile.html */
import { multiplyDims } from '../../../tensor/dims.ts';
import { stridesOf } from '../../../tensor/shape.ts';
import type { GradientContext } from '../../operator.ts';
import { defineOperator, differentiable, primitive } from '../../operator.ts';
import { partsOf, reshapeTo } from '../shapeValue.ts';
import { copyIndexed, noFlops, scatterBack, unknownDims } from './movement.ts';

export const tile = defineOperator({
  name: 'Tile',
  domain: '',
  since: 13,
  attributes: {},
  arity: [2, 2],
  infer: (context) => {
    const { dtype, shape } = context.input(0);
    const repeats = context.dims(1);
    if (!repeats) return [{ dtype, shape: unknownDims(context, shape.length) }];
    if (repeats.length !== shape.length)
      return context.fail(`it has ${repeats.length} repeats for ${shape.length} dimensions.`);
    return [{ dtype, shape: shape.map((dim, axis) => multiplyDims(dim, repeats[axis])) }];
  },
  flops: noFlops,
  reference: ({ input, outputs }) => {
    const x = input(0);
    const strides = stridesOf(x.shape);
    const at = (index: readonly number[]) =>
      index.reduce((sum, i, axis) => sum + (i % x.shape[axis]) * strides[axis], 0);
    return [copyIndexed(x, outputs[0], at)];
  },
  gradient: differentiable((context) => {
    const [g] = context.gradients;
    return g !== undefined && context.wanted(0) ? [sumRepeats(context, g)] : [];
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

/** Known repeats become axes of their own, which are summed. */
function sumRepeats(context: GradientContext, gradient: string): string {
  const { builder, inputs } = context;
  const [x, repeats] = inputs;
  const known = builder.known(repeats);
  if (!known) return scatterBack(context, gradient, x, (positions) => builder.add('Tile', [positions, repeats]));
  const parts = partsOf(context, x);
  const split = reshapeTo(
    context,
    gradient,
    parts.flatMap((part, axis) => [known.data[axis], part]),
  );
  const axes = builder.ints(parts.map((_, axis) => 2 * axis));
  return builder.add('ReduceSum', [split, axes], { keepdims: 0 });
}
