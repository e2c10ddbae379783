/** Constant: a tensor in an attribute. https://onnx.ai/onnx/operators/onnx__Constant.html */
import type { Tensor } from '../../../tensor/tensor.ts';
import { tensorFrom, toNumbers } from '../../../tensor/tensor.ts';
import { defineOperator, notDifferentiable, optional, primitive } from '../../operator.ts';
import { noFlops } from './movement.ts';

interface ConstantAttributes {
  readonly value: Tensor | undefined;
  readonly value_float: number | undefined;
  readonly value_floats: readonly number[] | undefined;
  readonly value_int: number | undefined;
  readonly value_ints: readonly number[] | undefined;
}

export const constant = defineOperator({
  name: 'Constant',
  domain: '',
  since: 13,
  attributes: {
    value: optional.tensor,
    value_float: optional.float,
    value_floats: optional.floats,
    value_int: optional.int,
    value_ints: optional.ints,
  },
  arity: [0, 0],
  infer: (context) => {
    const tensor = tensorOf(context.attributes);
    if (!tensor) return context.fail('it has no value that Decant reads (a tensor, floats or integers).');
    return [{ dtype: tensor.dtype, shape: tensor.shape }];
  },
  flops: noFlops,
  reference: ({ attributes }) => [toNumbers(tensorOf(attributes) ?? tensorFrom('f32', [], [0]))],
  gradient: notDifferentiable('it has no inputs'),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function tensorOf(attributes: ConstantAttributes): Tensor | undefined {
  const { value, value_float, value_floats, value_int, value_ints } = attributes;
  if (value) return value;
  if (value_float !== undefined) return tensorFrom('f32', [], [value_float]);
  if (value_floats) return tensorFrom('f32', [value_floats.length], value_floats);
  if (value_int !== undefined) return tensorFrom('i64', [], [value_int]);
  return value_ints && tensorFrom('i64', [value_ints.length], value_ints);
}
