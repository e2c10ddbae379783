/** Convolutions and pools on WebGPU, in any number of spatial dimensions. */

import type { DenseStorage } from '../../../graph/graph.ts';
import { convWindow } from '../../../graph/operators/convolution/convInfer.ts';
import { transposedWindow } from '../../../graph/operators/convolution/convTranspose.ts';
import type { Window } from '../../../graph/operators/convolution/window.ts';
import { windowOf } from '../../../graph/operators/convolution/window.ts';
import type { ConvolutionName } from '../../../graph/operators/names.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { Convolution, Weights } from './convolution/emitConvolution.ts';
import { emitConvolution } from './convolution/emitConvolution.ts';
import { emitWeightGradient } from './convolution/emitWeightGradient.ts';
import * as pools from './convolution/pools.ts';
import { convAttributesOf, listOf, windowAttributesOf } from './convolution/windowAttributes.ts';
import type { Windows } from './convolution/windowTables.ts';
import { forwardWindows, isPadded, transposedWindows } from './convolution/windowTables.ts';
import type { Lowering, LoweringContext } from './lowering.ts';
import { rowMajor } from './matrix/operand.ts';
import { emitProduct } from './matrix/product.ts';
import { packedRules } from './packedRules.ts';
import { isPackedConvolution } from './quantization/isPacked.ts';

export const convolution = {
  Conv: { lower: lowerConv, packedInputs: [1], epilogueInputs: 1 },
  ConvTranspose: { lower: lowerConvTranspose, epilogueInputs: 3 },
  ConvWeightGradient: { lower: lowerConvWeightGradient, epilogueInputs: 6 },
  MaxPool: { lower: pools.lowerMaxPool },
  MaxPoolGradient: { lower: pools.lowerMaxPoolGradient },
  AveragePool: { lower: pools.lowerAveragePool, epilogueInputs: 4 },
  AveragePoolGradient: { lower: pools.lowerAveragePoolGradient, epilogueInputs: 4 },
  GlobalAveragePool: { lower: pools.lowerGlobalPool, epilogueInputs: 6 },
  GlobalMaxPool: { lower: pools.lowerGlobalPool, epilogueInputs: 6 },
} satisfies Record<ConvolutionName, Lowering>;

// ---------------------------------------------------------------------------------------------

function lowerConv(context: LoweringContext): void {
  const [x, w] = [shapeOf(context, 0), shapeOf(context, 1)];
  const window = convWindow(convAttributesOf(context), x, w);
  const windows = forwardWindows(window, x.slice(2), context.outputTypes[0].shape.slice(2));
  const conv = convolutionOf(context, x, w[0], window, windows);
  if (isPackedConvolution(context, conv)) packedRules().convolution(context, conv);
  else if (isPointwise(conv)) emitPointwise(context, conv);
  else emitConvolution(context, conv, context.input(0), forwardWeights(context, conv, w), context.optional(2));
}

/** W is (C, M / group, ...): filters lie within channels, so weights are read through a table. */
function lowerConvTranspose(context: LoweringContext): void {
  const [x, w] = [shapeOf(context, 0), shapeOf(context, 1)];
  const attributes = {
    ...convAttributesOf(context),
    output_padding: listOf(context, 'output_padding'),
    output_shape: listOf(context, 'output_shape'),
  };
  const window = transposedWindow(attributes, w.slice(2), x.slice(2));
  const windows = transposedWindows(window, x.slice(2), context.outputTypes[0].shape.slice(2));
  const conv = convolutionOf(context, x, w[1] * context.int('group'), window, windows);
  const [size, taps] = [sizeOf(w.slice(1)), sizeOf(w.slice(2))];
  const strides = { group: size * conv.channels, filter: taps, channel: size, kernel: 1 };
  const weights = { read: 'table', buffer: context.input(1), strides } as const;
  emitConvolution(context, conv, context.input(0), weights, context.optional(2));
}

function lowerConvWeightGradient(context: LoweringContext): void {
  const [dy, x] = [shapeOf(context, 0), shapeOf(context, 1)];
  const window = windowOf(windowAttributesOf(context), context.ints('kernel_shape'), x.slice(2));
  const windows = forwardWindows(window, x.slice(2), dy.slice(2));
  const conv = convolutionOf(context, x, dy[1], window, windows, dy.slice(2));
  emitWeightGradient(context, conv, context.input(0), context.input(1));
}

/** Rows of weights: four at once where they are aligned, as 16-bit floats where they are stored so. */
function forwardWeights(context: LoweringContext, conv: Convolution, shape: readonly number[]): Weights {
  const [size, taps] = [sizeOf(shape.slice(1)), sizeOf(shape.slice(2))];
  const strides = { group: size * conv.filters, filter: size, channel: taps, kernel: 1 };
  const storage = context.storage(1);
  if (size % 4 !== 0) {
    if (storage?.kind === 'dense' && storage.dtype === 'f32') return alignedWeights(context, conv, storage, size);
    return { read: 'table', buffer: context.input(1), strides };
  }
  if (storage?.kind === 'dense' && storage.dtype === 'f16') return { read: 'half', buffer: context.half(1), strides };
  return { read: 'vec4', buffer: context.input(1), strides };
}

/** A parameter's rows, each filled up to a multiple of four, once for all plans. */
function alignedWeights(context: LoweringContext, conv: Convolution, storage: DenseStorage, size: number): Weights {
  const [rows, aligned] = [conv.groups * conv.filters, Math.ceil(size / 4) * 4];
  const buffer = context.prepared(1, `rows of ${aligned}`, {
    element: 'f32',
    count: rows * aligned,
    load: async () => {
      const data = await storage.load();
      const padded = new Float32Array(rows * aligned);
      for (let i = 0; i < data.length; i++) padded[Math.floor(i / size) * aligned + (i % size)] = Number(data[i]);
      return padded;
    },
  });
  const strides = { group: aligned * conv.filters, filter: aligned, channel: 0, kernel: 1 };
  return { read: 'vec4', buffer, strides };
}

/** A convolution of single positions over aligned planes is a product of W (M, C) with each image (C, positions). */
function isPointwise({ groups, windows, channels, positions }: Convolution): boolean {
  const [set] = windows.sets;
  const alone = set.taps.length === 1 && groups === 1 && !isPadded(windows.plane);
  return alone && positions === sizeOf(windows.plane.input) && channels % 4 === 0 && positions % 4 === 0;
}

function emitPointwise(context: LoweringContext, { images, channels, filters, positions }: Convolution): void {
  const a = rowMajor(context, 1, [filters, channels]);
  const b = rowMajor(context, 0, [images, channels, positions]);
  const bias = context.optional(2);
  emitProduct(context, { a, b, alpha: 1, bias: bias && { buffer: bias, beta: 1, row: 1, column: 0 } });
}

function convolutionOf(
  context: LoweringContext,
  x: readonly number[],
  filters: number,
  window: Window,
  windows: Windows,
  output: readonly number[] = context.outputTypes[0].shape.slice(2),
): Convolution {
  const groups = context.int('group');
  return {
    images: x[0],
    groups,
    channels: x[1] / groups,
    filters: filters / groups,
    windows,
    positions: sizeOf(output),
    key: JSON.stringify([context.node.operator, x, filters, groups, window, output]),
  };
}

const shapeOf = (context: LoweringContext, index: number): readonly number[] => context.inputTypes[index]?.shape ?? [];
