/** Concat: inputs one after another along an axis. https://onnx.ai/onnx/operators/onnx__Concat.html */
import { addDims } from '../../../tensor/dims.ts';
import type { Dim } from '../../../tensor/shape.ts';
import { formatShape, normalizeAxis, sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { ConcreteType, GradientContext, InferContext } from '../../operator.ts';
import { defineOperator, differentiable, primitive, required } from '../../operator.ts';
import { joinShape, partsOf } from '../shapeValue.ts';
import { noFlops } from './movement.ts';

interface ConcatAttributes {
  readonly axis: number;
}

export const concat = defineOperator({
  name: 'Concat',
  domain: '',
  since: 13,
  attributes: { axis: required.int },
  arity: [1, Number.POSITIVE_INFINITY],
  infer: inferConcat,
  dims: (context) => {
    if (context.input(0).shape.length !== 1) return undefined;
    const pieces = context.inputs.map((_, i) => context.dims(i));
    return pieces.every((piece) => piece !== undefined) ? pieces.flat() : undefined;
  },
  flops: noFlops,
  reference: ({ inputs, outputs, attributes }) => [
    join(
      inputs.filter((input) => input !== undefined),
      outputs[0],
      attributes.axis,
    ),
  ],
  gradient: differentiable<ConcatAttributes>((context) => {
    const [g] = context.gradients;
    return g === undefined ? [] : cut(context, g);
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function inferConcat(context: InferContext<ConcatAttributes>): ValueType[] {
  const { dtype, shape } = context.input(0);
  const axis = normalizeAxis(context.attributes.axis, shape.length);
  const merged = [...shape];
  for (let i = 1; i < context.inputs.length; i++) {
    const other = context.input(i).shape;
    const fits = other.length === shape.length && other.every((dim, at) => at === axis || agree(dim, merged[at]));
    if (!fits)
      return context.fail(
        `input ${i} of ${formatShape(other)} does not fit beside ${formatShape(shape)}; only axis ${axis} may differ.`,
      );
    other.forEach((dim, at) => {
      if (at === axis) merged[at] = addDims(merged[at], dim);
      else if (typeof dim === 'number') merged[at] = dim;
    });
  }
  return [{ dtype, shape: merged }];
}

/** A name may turn out to be any number; two numbers must be equal. */
const agree = (a: Dim, b: Dim): boolean => a === b || typeof a === 'string' || typeof b === 'string';

function join(inputs: readonly Numbers[], output: ConcreteType, attribute: number): Numbers {
  const axis = normalizeAxis(attribute, output.shape.length);
  const outer = sizeOf(output.shape.slice(0, axis));
  const data = new Float64Array(sizeOf(output.shape));
  let at = 0;
  for (let row = 0; row < outer; row++) {
    for (const { shape, data: source } of inputs) {
      const width = sizeOf(shape.slice(axis));
      data.set(source.subarray(row * width, (row + 1) * width), at);
      at += width;
    }
  }
  return { dtype: output.dtype, shape: output.shape, data };
}

/** Each input's share of the gradient is the slice that it became. */
function cut(context: GradientContext<ConcatAttributes>, gradient: string): (string | undefined)[] {
  const { builder, inputs, type } = context;
  const axis = normalizeAxis(context.attributes.axis, type(gradient).shape.length);
  let start = builder.ints([0]);
  return inputs.map((input, i) => {
    const length = joinShape(context, partsOf(context, input, axis, axis + 1));
    const end = plus(context, start, length);
    const share = context.wanted(i) ? builder.add('Slice', [gradient, start, end, builder.ints([axis])]) : undefined;
    start = end;
    return share;
  });
}

function plus({ builder }: GradientContext<ConcatAttributes>, a: string, b: string): string {
  const [x, y] = [builder.known(a), builder.known(b)];
  return x && y ? builder.ints([x.data[0] + y.data[0]]) : builder.add('Add', [a, b]);
}
