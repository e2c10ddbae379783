/**
 * A linear layer of 2048 x 2048 with weights in int4, groups of 32: for one row (as a language model decodes) and for
 * 128 rows. The peer is onnxruntime-web's MatMulNBits, both in floats and with activations in int8. jax-js has no
 * packed weights; it runs on the dequantized ones, eight times the bytes, since that is how its users do the same.
 */
import { packedProduct } from '../workloads/product.ts';
import type { BenchCase, Goal } from './case.ts';

export const gemvInt4 = productInt4('gemv-int4-2048-g32', 1, [
  { peer: 'ort-webgpu', ratio: 6 },
  { peer: 'ort-webgpu-int8', ratio: 2 },
]);

export const gemmInt4 = productInt4('gemm-int4-128x2048-g32', 128, [
  { peer: 'ort-webgpu', ratio: 2.3 },
  { peer: 'ort-webgpu-int8', ratio: 2 },
]);

// ---------------------------------------------------------------------------------------------

function productInt4(name: string, rows: number, goals: readonly Goal[]): BenchCase {
  const workload = () => packedProduct({ rows, size: 2048 }, { bits: 4, groupSize: 32, scaleDType: 'f32' });
  return {
    name,
    executor: 'webgpu',
    workload,
    ours: async (host) => (await import('../contestants/decant.ts')).decantProduct(host, workload()),
    peers: {
      'ort-webgpu': async () => (await import('../contestants/onnxruntime.ts')).ortProduct(workload()),
      'ort-webgpu-int8': async () => (await import('../contestants/onnxruntime.ts')).ortProduct(workload(), 4),
      'jax-webgpu-f32': async () => (await import('../contestants/jax.ts')).jaxProduct('webgpu', workload()),
    },
    goals,
  };
}
