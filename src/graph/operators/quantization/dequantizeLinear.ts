/** DequantizeLinear: (x - zero point) scale. https://onnx.ai/onnx/operators/onnx__DequantizeLinear.html */
import type { DType } from '../../../tensor/dtype.ts';
import { isFloat, parseDType } from '../../../tensor/dtype.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { ValueType } from '../../graph.ts';
import type { InferContext } from '../../operator.ts';
import { defineOperator, notDifferentiable, primitive, string } from '../../operator.ts';
import type { ScalingAttributes } from './scaling.ts';
import { checkScaling, scalePositions, scalingAttributes, zeroAt } from './scaling.ts';

interface DequantizeAttributes extends ScalingAttributes {
  /** A dtype's name, or '' for the scale's. */
  readonly output_dtype: string;
}

export const dequantizeLinear = defineOperator({
  name: 'DequantizeLinear',
  domain: '',
  since: 21,
  attributes: { ...scalingAttributes, output_dtype: string<string>('') },
  arity: [2, 3],
  infer: inferDequantize,
  flops: ({ outputs }) => 2 * sizeOf(outputs[0].shape),
  reference: ({ input, inputs, outputs, attributes }) => {
    const [x, scale] = [input(0), input(1)];
    const at = scalePositions(x.shape, scale.shape, attributes);
    const data = x.data.map((code, position) => {
      const s = at(position);
      return (code - zeroAt(inputs[2], s)) * scale.data[s];
    });
    return [{ dtype: outputs[0].dtype, shape: outputs[0].shape, data }];
  },
  gradient: notDifferentiable('its input holds integers'),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

const codeTypes: readonly DType[] = ['i8', 'u8', 'i4', 'u4', 'i32'];

function inferDequantize(context: InferContext<DequantizeAttributes>): ValueType[] {
  const x = context.input(0);
  const { output_dtype } = context.attributes;
  const dtype = output_dtype ? parseDType(output_dtype) : context.input(1).dtype;
  if (!codeTypes.includes(x.dtype))
    return context.fail(`it cannot dequantize ${x.dtype}; it takes ${codeTypes.join(', ')}.`);
  if (!isFloat(dtype)) return context.fail(`it cannot dequantize to ${dtype}; it makes f32 or f16.`);
  checkScaling(context);
  return [{ dtype, shape: x.shape }];
}
