/**
 * Mod: the remainder of A / B. With fmod = 0 it has the sign of B (integers only), with fmod = 1 that of A, as in C.
 * https://onnx.ai/onnx/operators/onnx__Mod.html
 */
import { isFloat } from '../../../tensor/dtype.ts';
import { defineOperator, int, primitive } from '../../operator.ts';
import { gradientOfMany } from '../arithmetic.ts';
import { flopsPerElement, inferBroadcast, mapBinary } from './elementwise.ts';

export const mod = defineOperator({
  name: 'Mod',
  domain: '',
  since: 13,
  attributes: { fmod: int(0) },
  arity: [2, 2],
  infer: (context) => {
    const { dtype } = context.input(0);
    if (isFloat(dtype) && context.attributes.fmod !== 1)
      context.fail(`the remainder of ${dtype} numbers needs fmod = 1.`);
    return inferBroadcast(context);
  },
  flops: flopsPerElement(2),
  reference: ({ input, outputs, attributes: { fmod } }) =>
    mapBinary(input(0), input(1), outputs[0], fmod ? (a, b) => a % b : floorMod),
  gradient: gradientOfMany(({ g, mul, sub, div, neg, inputs: [a, b], y }) => [
    () => g,
    () => neg(mul(g, div(sub(a, y), b))),
  ]),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function floorMod(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}
