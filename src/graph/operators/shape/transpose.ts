/** Transpose: axes in another order, reversed by default. https://onnx.ai/onnx/operators/onnx__Transpose.html */
import { stridesOf } from '../../../tensor/shape.ts';
import { defineOperator, differentiable, optional, primitive } from '../../operator.ts';
import { copyStrided, noFlops } from './movement.ts';

interface TransposeAttributes {
  readonly perm: readonly number[] | undefined;
}

export const transpose = defineOperator({
  name: 'Transpose',
  domain: '',
  since: 13,
  attributes: { perm: optional.ints },
  arity: [1, 1],
  infer: (context) => {
    const { dtype, shape } = context.input(0);
    const perm = orderOf(context.attributes, shape.length);
    if (perm.toSorted((a, b) => a - b).some((axis, i) => axis !== i) || perm.length !== shape.length)
      return context.fail(`perm is ${perm.join(', ')}; it must name each of ${shape.length} axes once.`);
    return [{ dtype, shape: perm.map((axis) => shape[axis]) }];
  },
  flops: noFlops,
  reference: ({ input, outputs, attributes }) => {
    const strides = stridesOf(input(0).shape);
    const perm = orderOf(attributes, strides.length);
    return [
      copyStrided(
        input(0),
        outputs[0],
        perm.map((axis) => strides[axis]),
      ),
    ];
  },
  gradient: differentiable<TransposeAttributes>((context) => {
    const [g] = context.gradients;
    if (g === undefined || !context.wanted(0)) return [];
    const perm = orderOf(context.attributes, context.type(g).shape.length);
    return [context.builder.add('Transpose', [g], { perm: perm.map((_, axis) => perm.indexOf(axis)) })];
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

const orderOf = ({ perm }: TransposeAttributes, rank: number): readonly number[] =>
  perm ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
