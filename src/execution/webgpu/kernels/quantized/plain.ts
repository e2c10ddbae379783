/** The operators of ONNX's quantization family as they stand in graphs, codes one a word. Fused forms lie beside. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import rounding from '#shaders/quantized/common/rounding.wgsl?raw';
import scaling from '#shaders/quantized/common/scaling.wgsl?raw';
import convIntegerText from '#shaders/quantized/conv_integer.wgsl?raw';
import dequantizeText from '#shaders/quantized/dequantize_linear.wgsl?raw';
import fakeQuantizeText from '#shaders/quantized/fake_quantize.wgsl?raw';
import nbitsText from '#shaders/quantized/matmul_nbits.wgsl?raw';
import quantizeText from '#shaders/quantized/quantize_linear.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

const threads = (count: number, perGroup: number): readonly [number] => [Math.ceil(count / perGroup)];

const scalingParams = {
  count: 'u32',
  inner: 'u32',
  axis_size: 'u32',
  block: 'u32',
  outer_step: 'u32',
  block_step: 'u32',
  inner_step: 'u32',
  zero_step: 'u32',
} as const;

export const quantizeLinear = defineKernel({
  name: 'quantize_linear',
  source: [indexing, rounding, quantizeText, scaling],
  constants: { THREADS: 64, HALF_QUOTIENT: 0 },
  types: { Elem: ['f32', 'i32', 'u32'] },
  params: { ...scalingParams, least: 'i32', most: 'i32' },
  bindings: { out: 'read_write i32', x: 'read Elem', scales: 'read f32', zero_points: 'read i32' },
  workgroup: ['THREADS'],
  grid: ({ count }, { THREADS }) => threads(count, THREADS),
});

export const dequantizeLinear = defineKernel({
  name: 'dequantize_linear',
  source: [indexing, dequantizeText, scaling],
  constants: { THREADS: 64 },
  params: scalingParams,
  bindings: { out: 'read_write f32', x: 'read i32', scales: 'read f32', zero_points: 'read i32' },
  workgroup: ['THREADS'],
  epilogue: true,
  grid: ({ count }, { THREADS }) => threads(count, THREADS),
});

/** Both of the above by one scale, where the codes themselves are not wanted. */
export const fakeQuantize = defineKernel({
  name: 'fake_quantize',
  source: [indexing, rounding, fakeQuantizeText],
  constants: { THREADS: 64 },
  params: { count: 'u32', least: 'f32', most: 'f32' },
  bindings: {
    out: 'read_write vec4<f32>',
    x: 'read vec4<f32>',
    scale: 'read f32',
    zero_point: 'read i32',
  },
  workgroup: ['THREADS'],
  epilogue: true,
  grid: ({ count }, { THREADS }) => threads(count, THREADS),
});

export const convInteger = defineKernel({
  name: 'conv_integer',
  source: [indexing, convIntegerText],
  constants: { THREADS: 64 },
  params: {
    count: 'u32',
    filters: 'u32',
    places: 'u32',
    taps: 'u32',
    channels: 'u32',
    groups: 'u32',
    plane: 'u32',
    weight_zero_step: 'u32',
  },
  bindings: {
    out: 'read_write i32',
    x: 'read i32',
    weights: 'read i32',
    windows: 'read u32',
    x_zero: 'read i32',
    weight_zeros: 'read i32',
  },
  workgroup: ['THREADS'],
  grid: ({ count }, { THREADS }) => threads(count, THREADS),
});

export const matmulNBits = defineKernel({
  name: 'matmul_nbits',
  source: [indexing, nbitsText],
  constants: { THREADS: 64 },
  params: {
    count: 'u32',
    n: 'u32',
    k: 'u32',
    bits: 'u32',
    block_size: 'u32',
    blocks: 'u32',
    zeros: 'u32',
    biased: 'u32',
  },
  bindings: {
    out: 'read_write f32',
    a: 'read f32',
    codes: 'read i32',
    scales: 'read f32',
    zero_points: 'read u32',
    bias: 'read f32',
  },
  workgroup: ['THREADS'],
  epilogue: true,
  grid: ({ count }, { THREADS }) => threads(count, THREADS),
});
