/**
 * Cast: X in another dtype, whose name the attribute `to` holds. Floats are cut toward zero and held in 32 (or 64) bits;
 * narrower integers keep the low bits of that, as C and ONNX's own tests do. Anything but 0 is true.
 * https://onnx.ai/onnx/operators/onnx__Cast.html
 */
import type { DType } from '../../../tensor/dtype.ts';
import { integerRange, isFloat, parseDType } from '../../../tensor/dtype.ts';
import { roundToHalf } from '../../../tensor/half.ts';
import { wrapInteger } from '../../../tensor/tensor.ts';
import { defineOperator, differentiable, primitive, required } from '../../operator.ts';
import { flopsPerElement } from './elementwise.ts';

export const cast = defineOperator({
  name: 'Cast',
  domain: '',
  since: 13,
  attributes: { to: required.string },
  arity: [1, 1],
  infer: (context) => [{ dtype: parseDType(context.attributes.to), shape: context.input(0).shape }],
  dims: (context) => (isFloat(parseDType(context.attributes.to)) ? undefined : context.dims(0)),
  flops: flopsPerElement(1),
  reference: ({ input, outputs: [{ dtype, shape }] }) => {
    const { dtype: from, data } = input(0);
    return [{ dtype, shape, data: data.map((x) => castNumber(from, dtype, x)) }];
  },
  gradient: differentiable(({ builder, type, gradients: [g], inputs: [x], wanted }) => {
    if (g === undefined || !wanted(0)) return [];
    return [builder.add('Cast', [g], { to: type(x).dtype })];
  }),
  decomposition: primitive,
});

/** A number of one dtype as another. Between floats, f32 keeps the reference's 64 bits; 16-bit floats round. */
function castNumber(from: DType, to: DType, x: number): number {
  if (to === 'bool') return x === 0 ? 0 : 1;
  if (to === 'f16') return roundToHalf(x);
  if (to === 'f32') return isFloat(from) ? x : Math.fround(x);
  if (!isFloat(from)) return wrapInteger(to, x);
  const [low, high] = integerRange[to === 'i64' || to === 'u32' ? to : 'i32'];
  return Number.isNaN(x) ? 0 : wrapInteger(to, Math.min(high, Math.max(low, Math.trunc(Math.fround(x)))));
}
