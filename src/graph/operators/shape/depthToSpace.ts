/**
 * DepthToSpace: channels become blocks of pixels. DCR takes the block from the outer part of the channels, CRD from the
 * inner. https://onnx.ai/onnx/operators/onnx__DepthToSpace.html
 */
import { divideDims, multiplyDims } from '../../../tensor/dims.ts';
import { stridesOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ConcreteType, GradientContext } from '../../operator.ts';
import { defineOperator, differentiable, primitive, required, string } from '../../operator.ts';
import { partsOf, reshapeLike, reshapeTo } from '../shapeValue.ts';
import { copyIndexed, noFlops } from './movement.ts';

interface DepthAttributes {
  readonly blocksize: number;
  readonly mode: 'DCR' | 'CRD';
}

export const depthToSpace = defineOperator({
  name: 'DepthToSpace',
  domain: '',
  since: 13,
  attributes: { blocksize: required.int, mode: string('DCR', 'CRD') },
  arity: [1, 1],
  infer: (context) => {
    const { dtype, shape } = context.input(0);
    const { blocksize: block, mode } = context.attributes;
    if (mode !== 'DCR' && mode !== 'CRD') return context.fail(`mode is "${mode}"; it must be DCR or CRD.`);
    if (shape.length !== 4) return context.fail(`its input has ${shape.length} dimensions; it takes 4.`);
    if (block < 1) return context.fail(`blocksize is ${block}; it must be at least 1.`);
    const channels = divideDims(shape[1], block * block);
    if (channels === undefined)
      return context.fail(`${shape[1]} channels do not divide into blocks of ${block}×${block}.`);
    return [{ dtype, shape: [shape[0], channels, multiplyDims(shape[2], block), multiplyDims(shape[3], block)] }];
  },
  flops: noFlops,
  reference: ({ input, outputs, attributes }) => [rearrange(input(0), outputs[0], attributes)],
  gradient: differentiable<DepthAttributes>((context) => {
    const [g] = context.gradients;
    if (g === undefined || !context.wanted(0)) return [];
    const { blocksize, mode } = context.attributes;
    if (mode === 'DCR') return [context.builder.add('SpaceToDepth', [g], { blocksize })];
    return [innerBlocks(context, g)];
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function rearrange(x: Numbers, output: ConcreteType, { blocksize: block, mode }: DepthAttributes): Numbers {
  const strides = stridesOf(x.shape);
  const channels = output.shape[1];
  return copyIndexed(x, output, ([n, c, row, column]) => {
    const within = (row % block) * block + (column % block);
    const channel = mode === 'CRD' ? c * block * block + within : within * channels + c;
    const [h, w] = [Math.floor(row / block), Math.floor(column / block)];
    return n * strides[0] + channel * strides[1] + h * strides[2] + w * strides[3];
  });
}

/** The inverse of CRD: (N, C, H·b, W·b) to (N, C·b·b, H, W) with the block innermost. */
function innerBlocks(context: GradientContext<DepthAttributes>, gradient: string): string {
  const [x] = context.inputs;
  const { blocksize: block } = context.attributes;
  const [n, , h, w] = partsOf(context, x);
  const [, c] = partsOf(context, gradient);
  const split = reshapeTo(context, gradient, [n, c, h, block, w, block]);
  return reshapeLike(context, context.builder.add('Transpose', [split], { perm: [0, 1, 3, 5, 2, 4] }), x);
}
