/**
 * ONNX's quantization operators on WebGPU, as they stand. Products whose 8-bit activations can be read off the graph
 * do not come here: MatMul, Gemm and Conv read through the nodes before them (`quantization/activation.ts`).
 */
import { convWindow } from '../../../graph/operators/convolution/convInfer.ts';
import type { QuantizationName } from '../../../graph/operators/names.ts';
import { integerRange, isFloat } from '../../../tensor/dtype.ts';
import { normalizeAxis, sizeOf, stridesOf } from '../../../tensor/shape.ts';
import * as kernels from '../kernels/quantized/plain.ts';
import { positionsOf } from './convolution/pools.ts';
import { convAttributesOf } from './convolution/windowAttributes.ts';
import type { Lowering, LoweringContext, NodeView } from './lowering.ts';
import { byDecomposition } from './lowering.ts';

export const quantization = {
  QuantizeLinear: { lower: lowerQuantize },
  DequantizeLinear: { lower: lowerDequantize, epilogueInputs: 4 },
  DynamicQuantizeLinear: byDecomposition,
  MatMulInteger: byDecomposition,
  ConvInteger: { lower: lowerConvInteger },
  QLinearMatMul: byDecomposition,
  QLinearConv: byDecomposition,
  MatMulNBits: { lower: lowerMatMulNBits, epilogueInputs: 2 },
} satisfies Record<QuantizationName, Lowering>;

// ---------------------------------------------------------------------------------------------

function lowerQuantize(context: LoweringContext): void {
  const [x, { dtype }] = [context.input(0), context.outputTypes[0]];
  if (isFloat(dtype)) context.fail(`it cannot quantize to ${dtype}.`);
  const [least, most] = integerRange[dtype];
  const precision = context.text('precision') || context.inputTypes[1]?.dtype;
  context.emit(kernels.quantizeLinear, {
    types: { Elem: x.element },
    constants: { HALF_QUOTIENT: precision === 'f16' ? 1 : 0 },
    params: { ...scalingParams(context), least, most },
    bindings: {
      out: context.output(0),
      x,
      scales: context.input(1),
      zero_points: context.optional(2) ?? context.unused,
    },
  });
}

function lowerDequantize(context: LoweringContext): void {
  const quantize = context.producer(0);
  if (quantize && undoes(context, quantize)) {
    lowerBoth(context, quantize);
    return;
  }
  context.emit(kernels.dequantizeLinear, {
    params: scalingParams(context),
    bindings: {
      out: context.output(0),
      x: context.input(0),
      scales: context.input(1),
      zero_points: context.optional(2) ?? context.unused,
    },
    epilogue: context.epilogue,
  });
}

/** Whether a node brings back, by the same single scale, the f32 that another quantized. */
function undoes(dequantize: NodeView, quantize: NodeView): boolean {
  const [ours, theirs] = [dequantize.node.inputs, quantize.node.inputs];
  if (quantize.node.operator !== 'QuantizeLinear' || quantize.text('precision') === 'f16') return false;
  const alike = ours[1] === theirs[1] && (ours[2] ?? '') === (theirs[2] ?? '');
  const plain = quantize.inputTypes.slice(0, 2).every((type) => type?.dtype === 'f32');
  return alike && plain && quantize.inputTypes.slice(1).every((type) => sizeOf(type?.shape ?? []) === 1);
}

function lowerBoth(context: LoweringContext, quantize: NodeView): void {
  const { dtype } = quantize.outputTypes[0];
  if (isFloat(dtype)) context.fail(`it cannot dequantize ${dtype}.`);
  const [least, most] = integerRange[dtype];
  context.emit(kernels.fakeQuantize, {
    params: { count: Math.ceil(sizeOf(context.outputTypes[0].shape) / 4), least, most },
    bindings: {
      out: context.output(0),
      x: quantize.input(0),
      scale: context.input(1),
      zero_point: context.optional(2) ?? context.unused,
    },
    epilogue: context.epilogue,
  });
}

/** Steps through the scales as `scalePositions` of the operators counts them. */
function scalingParams(context: LoweringContext) {
  const shape = context.inputTypes[0]?.shape ?? [];
  const scale = context.inputTypes[1]?.shape ?? [];
  const zeros = sizeOf(context.inputTypes[2]?.shape ?? []);
  const count = sizeOf(shape);
  const zero_step = zeros > 1 ? 1 : 0;
  const single = { count, inner: 1, axis_size: 1, block: 1, outer_step: 0, block_step: 0, inner_step: 0, zero_step };
  if (sizeOf(scale) === 1) return single;
  const axis = normalizeAxis(context.int('axis'), shape.length);
  const block = context.int('block_size');
  const line = { ...single, inner: sizeOf(shape.slice(axis + 1)), axis_size: shape[axis] };
  if (scale.length < 2 && block === 0) return { ...line, block_step: 1 };
  const block_step = stridesOf(scale)[axis];
  return { ...line, block, outer_step: block_step * scale[axis], block_step, inner_step: 1 };
}

function lowerConvInteger(context: LoweringContext): void {
  const [x, w] = [context.inputTypes[0]?.shape ?? [], context.inputTypes[1]?.shape ?? []];
  const output = context.outputTypes[0].shape;
  const attributes = convAttributesOf(context);
  const window = convWindow(attributes, x, w);
  context.emit(kernels.convInteger, {
    params: {
      count: sizeOf(output),
      filters: w[0],
      places: sizeOf(output.slice(2)),
      taps: sizeOf(w.slice(2)),
      channels: w[1],
      groups: attributes.group,
      plane: sizeOf(x.slice(2)),
      weight_zero_step: sizeOf(context.inputTypes[3]?.shape ?? []) > 1 ? 1 : 0,
    },
    bindings: {
      out: context.output(0),
      x: context.input(0),
      weights: context.input(1),
      windows: positionsOf(context, window, x.slice(2), output.slice(2)),
      x_zero: context.optional(2) ?? context.unused,
      weight_zeros: context.optional(3) ?? context.unused,
    },
  });
}

function lowerMatMulNBits(context: LoweringContext): void {
  const [n, k, block_size] = [context.int('N'), context.int('K'), context.int('block_size')];
  const zeros = context.optional(3);
  const bias = context.optional(5);
  context.emit(kernels.matmulNBits, {
    params: {
      count: sizeOf(context.outputTypes[0].shape),
      n,
      k,
      bits: context.int('bits'),
      block_size,
      blocks: Math.ceil(k / block_size),
      zeros: zeros ? (isFloat(zeros.dtype) ? 2 : 1) : 0,
      biased: bias ? 1 : 0,
    },
    bindings: {
      out: context.output(0),
      a: context.input(0),
      codes: context.input(1),
      scales: context.input(2),
      zero_points: zeros ?? context.unused,
      bias: bias ?? context.unused,
    },
    epilogue: context.epilogue,
  });
}
