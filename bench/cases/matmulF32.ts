/** A product of float32 matrices of 512 x 512, both on the device. */
import { denseProduct } from '../workloads/product.ts';
import type { BenchCase } from './case.ts';

const workload = () => denseProduct({ rows: 512, size: 512 });

export const matmulF32: BenchCase = {
  name: 'matmul-f32-512',
  executor: 'webgpu',
  workload,
  ours: async (host) => (await import('../contestants/decant.ts')).decantProduct(host, workload()),
  peers: {
    'jax-webgpu': async () => (await import('../contestants/jax.ts')).jaxProduct('webgpu', workload()),
    'ort-webgpu': async () => (await import('../contestants/onnxruntime.ts')).ortProduct(workload()),
    'tfjs-webgpu': async () => (await import('../contestants/tfjs.ts')).tfjsProduct('webgpu', workload()),
  },
  goals: [{ peer: 'jax-webgpu', ratio: 1.6 }],
};
