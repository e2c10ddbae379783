/** ConstantOfShape: a shape filled with one value. https://onnx.ai/onnx/operators/onnx__ConstantOfShape.html */
import { sizeOf } from '../../../tensor/shape.ts';
import { toNumbers } from '../../../tensor/tensor.ts';
import { defineOperator, notDifferentiable, optional, primitive } from '../../operator.ts';
import { lengthOf, noFlops, unknownDims } from './movement.ts';

export const constantOfShape = defineOperator({
  name: 'ConstantOfShape',
  domain: '',
  since: 9,
  attributes: { value: optional.tensor },
  arity: [1, 1],
  infer: (context) => {
    const dtype = context.attributes.value?.dtype ?? 'f32';
    return [{ dtype, shape: context.dims(0) ?? unknownDims(context, lengthOf(context, 0, 'the shape')) }];
  },
  flops: noFlops,
  reference: ({ outputs, attributes }) => {
    const value = attributes.value ? toNumbers(attributes.value).data[0] : 0;
    const data = new Float64Array(sizeOf(outputs[0].shape)).fill(value);
    return [{ dtype: outputs[0].dtype, shape: outputs[0].shape, data }];
  },
  gradient: notDifferentiable('it depends on a shape only'),
  decomposition: primitive,
});
