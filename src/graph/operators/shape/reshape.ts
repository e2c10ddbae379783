/** Reshape: the same elements under another shape. https://onnx.ai/onnx/operators/onnx__Reshape.html */
import { divideDims, productOfDims } from '../../../tensor/dims.ts';
import type { Dim } from '../../../tensor/shape.ts';
import { formatShape } from '../../../tensor/shape.ts';
import type { InferContext } from '../../operator.ts';
import { defineOperator, differentiable, int, primitive } from '../../operator.ts';
import { reshapeLike } from '../shapeValue.ts';
import { lengthOf, noFlops, reshaped, unknownDims } from './movement.ts';

export const reshape = defineOperator({
  name: 'Reshape',
  domain: '',
  since: 14,
  attributes: { allowzero: int(0) },
  arity: [2, 2],
  infer: (context) => {
    const { dtype, shape } = context.input(0);
    const target = context.dims(1);
    if (!target) return [{ dtype, shape: unknownDims(context, lengthOf(context, 1, 'the shape')) }];
    return [{ dtype, shape: resolve(context, shape, target, context.attributes.allowzero !== 0) }];
  },
  dims: (context) => ((context.dims(1)?.length ?? 2) <= 1 ? context.dims(0) : undefined),
  flops: noFlops,
  reference: ({ input, outputs }) => reshaped(input(0), outputs[0]),
  gradient: differentiable((context) => {
    const [g] = context.gradients;
    return g !== undefined && context.wanted(0) ? [reshapeLike(context, g, context.inputs[0])] : [];
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

/** Fills in 0 (the input's own dimension) and -1 (what is left). */
function resolve(
  context: InferContext,
  shape: readonly Dim[],
  target: readonly Dim[],
  allowZero: boolean,
): readonly Dim[] {
  const copied = target.map((dim, axis) => {
    if (dim !== 0 || allowZero) return dim;
    return shape[axis] ?? context.fail(`the target ${formatShape(target)} copies dimension ${axis}, which X has not.`);
  });
  const free = copied.indexOf(-1);
  if (copied.lastIndexOf(-1) !== free || copied.some((dim) => typeof dim === 'number' && dim < -1))
    return context.fail(`the target ${formatShape(target)} may hold -1 once and nothing below it.`);
  const total = productOfDims(shape);
  if (free < 0) return checkSize(context, total, copied);
  const rest = divideDims(total, productOfDims(copied.filter((_, axis) => axis !== free)));
  if (rest === undefined) return mismatch(context, total, copied);
  return copied.with(free, rest);
}

function checkSize(context: InferContext, total: Dim, target: readonly Dim[]): readonly Dim[] {
  const size = productOfDims(target);
  if (typeof size === 'number' && typeof total === 'number' && size !== total) return mismatch(context, total, target);
  return target;
}

const mismatch = (context: InferContext, total: Dim, target: readonly Dim[]): never =>
  context.fail(`${total} elements do not fill the shape ${formatShape(target)}.`);
