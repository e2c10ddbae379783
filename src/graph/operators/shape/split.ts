/** Split: an axis cut into pieces of given or equal sizes. https://onnx.ai/onnx/operators/onnx__Split.html */
import { addDims, ceilDivideDim, multiplyDims, subtractDims } from '../../../tensor/dims.ts';
import type { Dim } from '../../../tensor/shape.ts';
import { normalizeAxis, stridesOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { ConcreteType, InferContext } from '../../operator.ts';
import { defineOperator, differentiable, int, optional, primitive } from '../../operator.ts';
import { zerosLike } from '../shapeValue.ts';
import { copyStrided, noFlops } from './movement.ts';

interface SplitAttributes {
  readonly axis: number;
  readonly num_outputs: number | undefined;
}

export const split = defineOperator({
  name: 'Split',
  domain: '',
  since: 18,
  attributes: { axis: int(0), num_outputs: optional.int },
  arity: [1, 2],
  infer: inferSplit,
  flops: noFlops,
  reference: ({ input, outputs, attributes }) => pieces(input(0), outputs, attributes.axis),
  gradient: differentiable<SplitAttributes>((context) => {
    if (context.gradients.every((g) => g === undefined) || !context.wanted(0)) return [];
    const parts = context.gradients.map((g, i) => g ?? zerosLike(context, context.outputs[i]));
    return [context.builder.add('Concat', parts, { axis: context.attributes.axis })];
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function inferSplit(context: InferContext<SplitAttributes>): ValueType[] {
  const { dtype, shape } = context.input(0);
  const axis = normalizeAxis(context.attributes.axis, shape.length);
  const sizes = context.inputs[1] ? givenSizes(context, shape[axis]) : equalSizes(context, shape[axis]);
  return sizes.map((size) => ({ dtype, shape: shape.with(axis, size) }));
}

function givenSizes(context: InferContext<SplitAttributes>, total: Dim): readonly Dim[] {
  const { outputCount } = context;
  const sizes = context.dims(1);
  if (!sizes) return Array.from({ length: outputCount }, (_, i) => context.unknown(`part${i}`));
  if (sizes.length !== outputCount)
    return context.fail(`split has ${sizes.length} sizes, but the node has ${outputCount} outputs.`);
  const sum = sizes.reduce(addDims, 0);
  if (typeof sum === 'number' && typeof total === 'number' && sum !== total)
    return context.fail(`its sizes ${sizes.join(' + ')} make ${sum}, but the axis has ${total} elements.`);
  return sizes;
}

/** Equal pieces; the last is smaller where the axis does not divide. */
function equalSizes(context: InferContext<SplitAttributes>, total: Dim): readonly Dim[] {
  const count = context.attributes.num_outputs ?? context.outputCount;
  if (count !== context.outputCount)
    return context.fail(`num_outputs is ${count}, but the node has ${context.outputCount} outputs.`);
  const size = ceilDivideDim(total, count);
  const last = subtractDims(total, multiplyDims(size, count - 1));
  if (typeof last === 'number' && last < 0)
    return context.fail(`an axis of ${total} elements does not split into ${count} pieces of ${size}.`);
  return Array.from({ length: count }, (_, i) => (i < count - 1 ? size : last));
}

function pieces(x: Numbers, outputs: readonly ConcreteType[], attribute: number): Numbers[] {
  const axis = normalizeAxis(attribute, x.shape.length);
  const strides = stridesOf(x.shape);
  let start = 0;
  return outputs.map((output) => {
    const piece = copyStrided(x, output, strides, start * strides[axis]);
    start += output.shape[axis];
    return piece;
  });
}
