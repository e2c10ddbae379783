/**
 * What runs in Node: our kernels by themselves, also at sizes that only a GPU does in reasonable time. Products are put
 * in a row where one would be over before its submit is.
 */
import type { BenchCase } from '../cases/case.ts';
import { decantMlp, decantProduct, decantTransformer } from '../contestants/decant.ts';
import { mlpTraining } from '../workloads/mlp.ts';
import type { Product } from '../workloads/product.ts';
import { denseProduct, packedProduct } from '../workloads/product.ts';
import { transformerTraining } from '../workloads/transformer.ts';

/** A software adapter does 5 GFLOP/s; larger cases are left out there. */
export const mostSoftwareFlops = 3e9;

export const kernelCases: readonly BenchCase[] = [
  productCase('matmul-f32-512', () => denseProduct({ rows: 512, size: 512 })),
  productCase('matmul-f32-1024', () => denseProduct({ rows: 1024, size: 1024 })),
  productCase('matmul-f32-2048-x4', () => denseProduct({ rows: 2048, size: 2048, layers: 4 })),
  productCase('matmul-f32-4096', () => denseProduct({ rows: 4096, size: 4096 })),
  productCase('gemv-f32-2048', () => denseProduct({ rows: 1, size: 2048 })),
  productCase('gemv-f32-4096-x16', () => denseProduct({ rows: 1, size: 4096, layers: 16 })),
  ...([2, 3, 4, 8] as const).map((bits) => packedCase(`gemv-int${bits}-2048-g32`, bits, 1, 2048, 1)),
  packedCase('gemv-int4-4096-g32-x32', 4, 1, 4096, 32),
  packedCase('gemv-int3-4096-g32-x32', 3, 1, 4096, 32),
  packedCase('gemm-int4-128x2048-g32', 4, 128, 2048, 1),
  packedCase('gemm-int4-128x4096-g32-x8', 4, 128, 4096, 8),
  packedCase('gemm-int4-1024x4096-g32-x2', 4, 1024, 4096, 2),
  {
    name: 'train-mlp',
    executor: 'webgpu',
    workload: mlpTraining,
    ours: (host) => decantMlp(host, mlpTraining()),
    peers: {},
    goals: [],
  },
  {
    name: 'train-transformer',
    executor: 'webgpu',
    workload: () => transformerTraining(),
    ours: (host) => decantTransformer(host, transformerTraining()),
    peers: {},
    goals: [],
  },
];

// ---------------------------------------------------------------------------------------------

function packedCase(name: string, bits: 2 | 3 | 4 | 8, rows: number, size: number, layers: number): BenchCase {
  return productCase(name, () => packedProduct({ rows, size, layers }, { bits, groupSize: 32, scaleDType: 'f16' }));
}

function productCase(name: string, workload: () => Product): BenchCase {
  return {
    name,
    executor: 'webgpu',
    workload,
    ours: (host) => decantProduct(host, workload()),
    peers: {},
    goals: [],
  };
}
