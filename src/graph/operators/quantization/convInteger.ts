/**
 * ConvInteger: Conv of (X - zero point) with (W - zero point) in int32; padding stands for zero, so it holds X's zero
 * point. W's zero point is one for all or one a filter. https://onnx.ai/onnx/operators/onnx__ConvInteger.html
 */

import { defineOperator, notDifferentiable, primitive } from '../../operator.ts';
import { convAttributes, convFlops, convShape, convWindow } from '../convolution/convInfer.ts';
import { convolve } from '../convolution/convolve.ts';
import { centre, centreFilters } from './centred.ts';
import { wrapped } from './matMulInteger.ts';

export const convInteger = defineOperator({
  name: 'ConvInteger',
  domain: '',
  since: 10,
  attributes: convAttributes,
  arity: [2, 4],
  infer: (context) => {
    const [x, w] = [context.input(0), context.input(1)];
    for (const { dtype } of [x, w])
      if (dtype !== 'i8' && dtype !== 'u8') return context.fail(`it convolves i8 and u8, but was given ${dtype}.`);
    return [{ dtype: 'i32', shape: convShape(context, x.shape, w.shape) }];
  },
  flops: (context) => convFlops(context, 1),
  reference: ({ input, inputs, outputs, attributes }) => {
    const x = centre(input(0), inputs[2], 'columns');
    const w = centreFilters(input(1), inputs[3]);
    const window = convWindow(attributes, x.shape, w.shape);
    return [wrapped(convolve(x, w, undefined, outputs[0], window, attributes.group))];
  },
  gradient: notDifferentiable('its inputs hold integers'),
  decomposition: primitive,
});
