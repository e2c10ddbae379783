/** The norm over many tensors at once: sums of squares piece by piece, then the norm and the factor that clips it. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import total from '#shaders/common/workgroup_total.wgsl?raw';
import normText from '#shaders/training/global_norm.wgsl?raw';
import sumsText from '#shaders/training/square_sums.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const squareSums = defineKernel({
  name: 'square_sums',
  source: [indexing, total, sumsText],
  constants: { WORKGROUP: 64, LANES: 64 },
  types: { Total: ['f32'] },
  params: { count: 'u32', start: 'u32', base: 'u32' },
  bindings: { source: 'read vec4<f32>', pieces: 'read vec2<u32>', sums: 'read_write f32' },
  joins: { bindings: ['source'], count: 'sum', own: ['start', 'base'] },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP, LANES }) => [Math.ceil(count / (WORKGROUP / LANES))],
});

export const globalNorm = defineKernel({
  name: 'global_norm',
  source: [total, normText],
  constants: { WORKGROUP: 128 },
  types: { Total: ['f32'] },
  params: { count: 'u32', most: 'f32' },
  bindings: { sums: 'read f32', norm: 'read_write f32', factor: 'read_write f32' },
  workgroup: ['WORKGROUP'],
  grid: () => [1],
});
