/** A training step of a small transformer on one resident batch: forward, loss, gradients, Adam. On WebGPU, and on WASM. */
import { transformerTraining } from '../workloads/transformer.ts';
import type { BenchCase } from './case.ts';

export const trainTransformer: BenchCase = {
  name: 'train-transformer',
  executor: 'webgpu',
  workload: () => transformerTraining(),
  ours: async (host) => (await import('../contestants/decant.ts')).decantTransformer(host, transformerTraining()),
  peers: {
    'jax-webgpu': async () =>
      (await import('../contestants/jaxTraining.ts')).jaxTransformer('webgpu', transformerTraining()),
    'tfjs-webgpu': async () =>
      (await import('../contestants/tfjsTraining.ts')).tfjsTransformer('webgpu', transformerTraining()),
  },
  goals: [{ peer: 'jax-webgpu', ratio: 2 }],
  // TensorFlow.js takes 18 s a step on a software adapter.
  mostRounds: 3,
};

/** Ours is the same graph, written as ONNX and run in onnxruntime-web. */
export const trainTransformerWasm: BenchCase = {
  name: 'train-transformer-wasm',
  executor: 'onnx',
  workload: () => transformerTraining(),
  ours: async () => (await import('../contestants/decantWasm.ts')).decantTransformerWasm(transformerTraining()),
  peers: {
    'jax-wasm': async () =>
      (await import('../contestants/jaxTraining.ts')).jaxTransformer('wasm', transformerTraining()),
    'tfjs-wasm': async () =>
      (await import('../contestants/tfjsTraining.ts')).tfjsTransformer('wasm', transformerTraining()),
  },
  goals: [{ peer: 'jax-wasm', ratio: 1 }],
};
