/**
 * MatMulInteger: (A - zero point) times (B - zero point) in int32. Zero points are one for all, or one a row of A and
 * one a column of B. https://onnx.ai/onnx/operators/onnx__MatMulInteger.html
 */
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import { wrapInteger } from '../../../tensor/tensor.ts';
import type { RewriteContext } from '../../operator.ts';
import { decomposed, defineOperator, notDifferentiable } from '../../operator.ts';
import { inferMatMul, multiply } from '../matrix/matMul.ts';
import type { Lying } from './centred.ts';
import { centre } from './centred.ts';

export const matMulInteger = defineOperator({
  name: 'MatMulInteger',
  domain: '',
  since: 10,
  attributes: {},
  arity: [2, 4],
  infer: (context) => {
    for (const { dtype } of [context.input(0), context.input(1)])
      if (dtype !== 'i8' && dtype !== 'u8') return context.fail(`it multiplies i8 and u8, but was given ${dtype}.`);
    return [{ dtype: 'i32', shape: inferMatMul(context)[0].shape }];
  },
  flops: ({ inputs, outputs }) => 2 * sizeOf(outputs[0].shape) * (inputs[0]?.shape.at(-1) ?? 0),
  reference: ({ input, inputs, outputs }) => {
    const product = multiply(centre(input(0), inputs[2], 'rows'), centre(input(1), inputs[3], 'columns'), outputs[0]);
    return [wrapped(product)];
  },
  gradient: notDifferentiable('its inputs hold integers'),
  decomposition: decomposed((context) => {
    const [a, b, zeroA = '', zeroB = ''] = context.inputs;
    const factors = [centredInt(context, a, zeroA, 'rows'), centredInt(context, b, zeroB, 'columns')];
    return [context.builder.add('MatMul', factors)];
  }),
});

/** Sums held in 32 bits as hardware does. */
export const wrapped = (sums: Numbers): Numbers => ({
  dtype: 'i32',
  shape: sums.shape,
  data: sums.data.map((sum) => wrapInteger('i32', sum)),
});

// ---------------------------------------------------------------------------------------------

function centredInt({ builder, type }: RewriteContext, codes: string, zeros: string, lying: Lying): string {
  const wide = builder.add('Cast', [codes], { to: 'i32' });
  if (zeros === '') return wide;
  const offsets = builder.add('Cast', [zeros], { to: 'i32' });
  const { shape } = type(zeros);
  const standing = lying === 'rows' && shape.length === 1 && shape[0] !== 1;
  return builder.add('Sub', [wide, standing ? builder.add('Unsqueeze', [offsets, builder.ints([1])]) : offsets]);
}
