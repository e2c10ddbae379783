/**
 * QLinearMatMul: MatMulInteger, rescaled by a_scale b_scale / y_scale and quantized again. The factor and the product
 * round to f32. https://onnx.ai/onnx/operators/onnx__QLinearMatMul.html
 */
import { broadcastShapes, sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ConcreteType, RewriteContext } from '../../operator.ts';
import { decomposed, defineOperator, notDifferentiable } from '../../operator.ts';
import { broadcastIndex } from '../elementwise/elementwise.ts';
import { inferMatMul, multiply } from '../matrix/matMul.ts';
import { broadcastableShape, centre } from './centred.ts';
import { toCode } from './rounding.ts';

export const qLinearMatMul = defineOperator({
  name: 'QLinearMatMul',
  domain: '',
  since: 21,
  attributes: {},
  arity: [8, 8],
  infer: (context) => {
    const [a, b] = [context.input(0), context.input(3)];
    const shapes = { ...context, input: (index: number) => (index === 0 ? a : b) };
    return [{ dtype: context.input(7).dtype, shape: inferMatMul(shapes)[0].shape }];
  },
  flops: ({ inputs, outputs }) => 2 * sizeOf(outputs[0].shape) * (inputs[0]?.shape.at(-1) ?? 0),
  reference: ({ input, outputs }) => {
    const a = centre(input(0), input(2), 'rows');
    const b = centre(input(3), input(5), 'columns');
    const factor = factors(input(1), input(4), input(6));
    return [requantize(multiply(a, b, outputs[0]), factor, input(7), outputs[0])];
  },
  gradient: notDifferentiable('its inputs hold integers'),
  decomposition: decomposed((context) => {
    const { builder, inputs } = context;
    const [a, scaleA, zeroA, b, scaleB, zeroB, scaleY, zeroY] = inputs;
    const sums = builder.add('MatMulInteger', [a, b, zeroA, zeroB]);
    const { shape } = context.type(scaleA);
    const standing = shape.length === 1 && shape[0] !== 1;
    const rows = standing ? builder.add('Unsqueeze', [scaleA, builder.ints([1])]) : scaleA;
    return [requantizeNodes(context, sums, [rows, scaleB, scaleY], zeroY)];
  }),
});

/** Sums times factors, as codes. */
export function requantize(sums: Numbers, factor: Numbers, zeros: Numbers, output: ConcreteType): Numbers {
  const at = broadcastIndex(factor.shape, output.shape);
  const data = sums.data.map((sum, position) =>
    toCode(output.dtype, Math.fround(Math.fround(sum) * factor.data[at(position)]), zeros.data[0]),
  );
  return { dtype: output.dtype, shape: output.shape, data };
}

/**
 * The same as nodes: sums times scales[0] scales[1] / scales[2], quantized.
 *
 * @param sums int32; the scales broadcast against it
 */
export function requantizeNodes(
  { builder, type }: Pick<RewriteContext, 'builder' | 'type'>,
  sums: string,
  scales: readonly [string, string, string],
  zero: string,
): string {
  const [first, second, output] = scales.map((scale) =>
    type(scale).dtype === 'f32' ? scale : builder.add('Cast', [scale], { to: 'f32' }),
  );
  const factor = builder.add('Div', [builder.add('Mul', [first, second]), output]);
  const scaled = builder.add('Mul', [builder.add('Cast', [sums], { to: 'f32' }), factor]);
  return builder.add('QuantizeLinear', [scaled, builder.scalar(1), zero]);
}

/** a_scale b_scale / y_scale in f32, of a shape that broadcasts against the product. */
function factors(a: Numbers, b: Numbers, y: Numbers): Numbers {
  const [shapeA, shapeB] = [broadcastableShape(a.shape, 'rows'), broadcastableShape(b.shape, 'columns')];
  const shape = broadcastShapes<number>(shapeA, shapeB);
  const [ia, ib] = [broadcastIndex(shapeA, shape), broadcastIndex(shapeB, shape)];
  const data = Float64Array.from({ length: sizeOf(shape) }, (_, i) => {
    const product = Math.fround(Math.fround(a.data[ia(i)]) * Math.fround(b.data[ib(i)]));
    return Math.fround(product / Math.fround(y.data[0]));
  });
  return { dtype: 'f32', shape, data };
}
