/** SpaceToDepth: blocks of pixels become channels. https://onnx.ai/onnx/operators/onnx__SpaceToDepth.html */
import { divideDims, multiplyDims } from '../../../tensor/dims.ts';
import { stridesOf } from '../../../tensor/shape.ts';
import { defineOperator, differentiable, primitive, required } from '../../operator.ts';
import { copyIndexed, noFlops } from './movement.ts';

interface BlockAttributes {
  readonly blocksize: number;
}

export const spaceToDepth = defineOperator({
  name: 'SpaceToDepth',
  domain: '',
  since: 13,
  attributes: { blocksize: required.int },
  arity: [1, 1],
  infer: (context) => {
    const { dtype, shape } = context.input(0);
    const { blocksize: block } = context.attributes;
    if (shape.length !== 4) return context.fail(`its input has ${shape.length} dimensions; it takes 4.`);
    if (block < 1) return context.fail(`blocksize is ${block}; it must be at least 1.`);
    const [h, w] = [divideDims(shape[2], block), divideDims(shape[3], block)];
    if (h === undefined || w === undefined)
      return context.fail(`${shape[2]}×${shape[3]} pixels do not divide into blocks of ${block}×${block}.`);
    return [{ dtype, shape: [shape[0], multiplyDims(shape[1], block * block), h, w] }];
  },
  flops: noFlops,
  reference: ({ input, outputs, attributes }) => {
    const x = input(0);
    const { blocksize: block } = attributes;
    const strides = stridesOf(x.shape);
    const at = ([n, channel, row, column]: readonly number[]): number => {
      const within = Math.floor(channel / x.shape[1]);
      const [h, w] = [row * block + Math.floor(within / block), column * block + (within % block)];
      return n * strides[0] + (channel % x.shape[1]) * strides[1] + h * strides[2] + w * strides[3];
    };
    return [copyIndexed(x, outputs[0], at)];
  },
  gradient: differentiable<BlockAttributes>((context) => {
    const [g] = context.gradients;
    if (g === undefined || !context.wanted(0)) return [];
    const { blocksize } = context.attributes;
    return [context.builder.add('DepthToSpace', [g], { blocksize, mode: 'DCR' })];
  }),
  decomposition: primitive,
});
