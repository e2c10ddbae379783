/**
 * Pow: X to the power of Y with broadcasting, in the dtype of X; a power of integers is cut toward zero.
 * The gradient for Y is 0 where X <= 0. https://onnx.ai/onnx/operators/onnx__Pow.html
 */
import { isFloat } from '../../../tensor/dtype.ts';
import type { GradientContext } from '../../operator.ts';
import { defineOperator, differentiable, primitive } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { reduceTo } from '../reduceTo.ts';
import { broadcastShape, flopsPerElement, mapBinary } from './elementwise.ts';

export const pow = defineOperator({
  name: 'Pow',
  domain: '',
  since: 15,
  attributes: {},
  arity: [2, 2],
  infer: (context) => [{ dtype: context.input(0).dtype, shape: broadcastShape(context) }],
  flops: flopsPerElement(8),
  reference: ({ input, outputs }) =>
    mapBinary(
      input(0),
      input(1),
      outputs[0],
      isFloat(outputs[0].dtype) ? (x, y) => x ** y : (x, y) => Math.trunc(x ** y),
    ),
  gradient: differentiable((context) => {
    const { gradients, inputs, wanted } = context;
    const [g] = gradients;
    if (g === undefined) return [];
    return [
      wanted(0) ? reduceTo(context, gradientOfBase(context, g), inputs[0]) : undefined,
      wanted(1) ? reduceTo(context, gradientOfExponent(context, g), inputs[1]) : undefined,
    ];
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

/** g y x^(y - 1), and 0 where y is 0, since 0 times an infinite power is not a number. */
function gradientOfBase({ builder, type, inputs: [x, exponent] }: GradientContext, g: string): string {
  const { dtype } = type(x);
  const { mul, sub, pow, equal, where, cast } = arithmetic(builder, dtype);
  const y = type(exponent).dtype === dtype ? exponent : cast(exponent);
  return mul(g, where(equal(y, 0), 0, mul(y, pow(x, sub(y, 1)))));
}

/** g x^y log x, computed in the dtype of x. */
function gradientOfExponent(context: GradientContext, g: string): string {
  const { builder, type } = context;
  const [x, exponent] = context.inputs;
  const { mul, log, greater, where, cast } = arithmetic(builder, type(x).dtype);
  const gradient = mul(g, mul(context.outputs[0], log(where(greater(x, 0), x, 1))));
  return type(exponent).dtype === type(x).dtype ? gradient : cast(gradient, type(exponent).dtype);
}
