/**
 * QuantizeLinear: saturate(round(x / scale) + zero point), with ties to even; the quotient is rounded to the precision
 * of the scale first, as ONNX does. https://onnx.ai/onnx/operators/onnx__QuantizeLinear.html
 */
import type { DType } from '../../../tensor/dtype.ts';
import { isFloat, parseDType } from '../../../tensor/dtype.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { ConcreteType, InferContext } from '../../operator.ts';
import { defineOperator, int, notDifferentiable, primitive, string } from '../../operator.ts';
import { roundToFloat } from '../elementwise/roundToFloat.ts';
import { toCode } from './rounding.ts';
import type { ScalingAttributes } from './scaling.ts';
import { checkScaling, scalePositions, scalingAttributes, zeroAt } from './scaling.ts';

interface QuantizeAttributes extends ScalingAttributes {
  /** A dtype's name, or '' for the zero point's. */
  readonly output_dtype: string;
  readonly precision: string;
}

export const quantizeLinear = defineOperator({
  name: 'QuantizeLinear',
  domain: '',
  since: 21,
  attributes: {
    ...scalingAttributes,
    output_dtype: string<string>(''),
    precision: string<string>(''),
    saturate: int(1),
  },
  arity: [2, 3],
  infer: inferQuantize,
  flops: ({ outputs }) => 2 * sizeOf(outputs[0].shape),
  reference: ({ input, inputs, outputs, attributes }) => [
    quantize(input(0), input(1), inputs[2], outputs[0], attributes),
  ],
  gradient: notDifferentiable('rounding has no slope; FakeQuantize passes gradients straight through'),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

const quantizedTypes: readonly DType[] = ['i8', 'u8', 'i4', 'u4'];

function inferQuantize(context: InferContext<QuantizeAttributes>): ValueType[] {
  const { shape } = context.input(0);
  const { output_dtype } = context.attributes;
  const zero = context.inputs[2]?.dtype;
  const dtype = output_dtype ? parseDType(output_dtype) : (zero ?? 'u8');
  if (zero && zero !== dtype) return context.fail(`output_dtype is ${dtype}, but the zero point is ${zero}.`);
  if (!quantizedTypes.includes(dtype))
    return context.fail(`it cannot quantize to ${dtype}; Decant quantizes to ${quantizedTypes.join(', ')}.`);
  checkScaling(context);
  return [{ dtype, shape }];
}

function quantize(
  x: Numbers,
  scale: Numbers,
  zeros: Numbers | undefined,
  output: ConcreteType,
  attributes: QuantizeAttributes,
): Numbers {
  const at = scalePositions(x.shape, scale.shape, attributes);
  const named = attributes.precision ? parseDType(attributes.precision) : scale.dtype;
  const precision = isFloat(named) ? named : 'f32';
  const data = x.data.map((value, position) => {
    const s = at(position);
    const quotient = roundToFloat(precision, Math.fround(value) / Math.fround(scale.data[s]));
    return toCode(output.dtype, quotient, zeroAt(zeros, s));
  });
  return { dtype: output.dtype, shape: output.shape, data };
}
