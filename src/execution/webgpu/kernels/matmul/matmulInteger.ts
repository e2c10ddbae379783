/** Matrix products of integers: MatMul and Gemm allow them. Not for packed codes, which quantized kernels multiply. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import bindings from '#shaders/matmul/common/bindings_integer.wgsl?raw';
import params from '#shaders/matmul/common/params.wgsl?raw';
import body from '#shaders/matmul/matmul_integer.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';
import { matmulParams } from './matmulTiles.ts';

export const matmulInteger = defineKernel({
  name: 'matmul_integer',
  source: [indexing, params, bindings, body],
  constants: { THREADS: 64 },
  types: { Elem: ['i32', 'u32'] },
  params: matmulParams,
  bindings: { out: 'read_write Elem', bias: 'read Elem', a: 'read Elem', b: 'read Elem' },
  workgroup: ['THREADS'],
  grid: ({ m, n, batches }, { THREADS }) => [Math.ceil((m * n * batches) / THREADS)],
});
