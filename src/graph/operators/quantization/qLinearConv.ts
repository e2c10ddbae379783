/**
 * QLinearConv: ConvInteger plus an int32 bias, rescaled by x_scale w_scale / y_scale and quantized again. w_scale and
 * its zero point are one for all or one a filter. https://onnx.ai/onnx/operators/onnx__QLinearConv.html
 */

import type { Numbers } from '../../../tensor/tensor.ts';
import type { Attributes } from '../../graph.ts';
import { decomposed, defineOperator, notDifferentiable } from '../../operator.ts';
import type { ConvAttributes } from '../convolution/convInfer.ts';
import { convAttributes, convFlops, convShape, convWindow } from '../convolution/convInfer.ts';
import { convolve } from '../convolution/convolve.ts';
import { centre, centreFilters } from './centred.ts';
import { requantize, requantizeNodes } from './qLinearMatMul.ts';

export const qLinearConv = defineOperator({
  name: 'QLinearConv',
  domain: '',
  since: 10,
  attributes: convAttributes,
  arity: [8, 9],
  infer: (context) => [
    { dtype: context.input(7).dtype, shape: convShape(context, context.input(0).shape, context.input(3).shape) },
  ],
  flops: (context) => convFlops(context, 3),
  reference: ({ input, inputs, outputs, attributes }) => {
    const x = centre(input(0), input(2), 'columns');
    const w = centreFilters(input(3), input(5));
    const window = convWindow(attributes, x.shape, w.shape);
    const sums = convolve(x, w, inputs[8], outputs[0], window, attributes.group);
    return [requantize(sums, factors(input(1), input(4), input(6), x.shape.length), input(7), outputs[0])];
  },
  gradient: notDifferentiable('its inputs hold integers'),
  decomposition: decomposed<ConvAttributes>((context) => {
    const { builder, inputs, type, attributes } = context;
    const [x, scaleX, zeroX, w, scaleW, zeroW, scaleY, zeroY, bias = ''] = inputs;
    const spread = type(x)
      .shape.slice(2)
      .map(() => 1);
    const filters = (value: string) => builder.add('Reshape', [value, builder.ints([-1, ...spread])]);
    const sums = builder.add('ConvInteger', [x, w, zeroX, zeroW], givenAttributes(attributes));
    const total = bias === '' ? sums : builder.add('Add', [sums, filters(bias)]);
    return [requantizeNodes(context, total, [scaleX, filters(scaleW), scaleY], zeroY)];
  }),
});

// ---------------------------------------------------------------------------------------------

/** Attributes as a node holds them: those that are left out are not written. */
function givenAttributes({ auto_pad, group, ...lists }: ConvAttributes): Attributes {
  const given = Object.entries(lists).flatMap(([name, list]) => (list ? [[name, list] as const] : []));
  return { auto_pad, group, ...Object.fromEntries(given) };
}

/** x_scale w_scale / y_scale in f32: (M, 1, ...) or one for all. */
function factors(x: Numbers, w: Numbers, y: Numbers, rank: number): Numbers {
  const data = w.data.map((scale) => {
    const product = Math.fround(Math.fround(x.data[0]) * Math.fround(scale));
    return Math.fround(product / Math.fround(y.data[0]));
  });
  return { dtype: 'f32', shape: [data.length, ...new Array<number>(rank - 2).fill(1)], data };
}
