/**
 * DynamicQuantizeLinear: uint8 with a scale and zero point taken from the range of X, which always holds 0. Every step
 * rounds to f32. https://onnx.ai/onnx/operators/onnx__DynamicQuantizeLinear.html
 */
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ConcreteType } from '../../operator.ts';
import { decomposed, defineOperator, notDifferentiable } from '../../operator.ts';
import { toCode } from './rounding.ts';

export const dynamicQuantizeLinear = defineOperator({
  name: 'DynamicQuantizeLinear',
  domain: '',
  since: 11,
  attributes: {},
  arity: [1, 1],
  infer: (context) =>
    [
      { dtype: 'u8' as const, shape: context.input(0).shape },
      { dtype: 'f32' as const, shape: [] },
      { dtype: 'u8' as const, shape: [] },
    ].slice(0, context.outputCount),
  flops: ({ inputs }) => 4 * sizeOf(inputs[0]?.shape ?? []),
  reference: ({ input, outputs }) => quantizeRange(input(0), outputs[0]).slice(0, outputs.length),
  gradient: notDifferentiable('rounding has no slope; FakeQuantize passes gradients straight through'),
  // As the function that ONNX gives in its specification, with 1 in the place of a scale of 0.
  decomposition: decomposed(({ builder, inputs: [x] }) => {
    const zero = builder.scalar(0);
    const extreme = (reduce: 'ReduceMin' | 'ReduceMax', bound: 'Min' | 'Max') =>
      builder.add(bound, [builder.add(reduce, [x], { keepdims: 0 }), zero]);
    const [low, high] = [extreme('ReduceMin', 'Min'), extreme('ReduceMax', 'Max')];
    const span = builder.add('Div', [builder.add('Sub', [high, low]), builder.scalar(255)]);
    const scale = builder.add('Where', [builder.add('Equal', [span, zero]), builder.scalar(1), span]);
    const offset = builder.add('Div', [builder.add('Sub', [zero, low]), scale]);
    const held = builder.add('Clip', [offset, zero, builder.scalar(255)]);
    const zeroPoint = builder.add('Cast', [builder.add('Round', [held])], { to: 'u8' });
    return [builder.add('QuantizeLinear', [x, scale, zeroPoint]), scale, zeroPoint];
  }),
});

// ---------------------------------------------------------------------------------------------

function quantizeRange(x: Numbers, output: ConcreteType): Numbers[] {
  const bound = (pick: (a: number, b: number) => number) =>
    x.data.reduce((best, value) => pick(best, Math.fround(value)), 0);
  const [low, high] = [bound(Math.min), bound(Math.max)];
  const scale = Math.fround(Math.fround(high - low) / 255) || 1;
  const zero = toCode('u8', Math.fround((0 - low) / scale), 0);
  const data = x.data.map((value) => toCode('u8', Math.fround(Math.fround(value) / scale), zero));
  return [
    { dtype: 'u8', shape: output.shape, data },
    { dtype: 'f32', shape: [], data: Float64Array.of(scale) },
    { dtype: 'u8', shape: [], data: Float64Array.of(zero) },
  ];
}
