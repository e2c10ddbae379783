/** A training step of an MLP on one resident batch: forward, loss, gradients, Adam. On WebGPU, and on WASM. */
import { mlpTraining } from '../workloads/mlp.ts';
import type { BenchCase } from './case.ts';

export const trainMlp: BenchCase = {
  name: 'train-mlp',
  executor: 'webgpu',
  workload: mlpTraining,
  ours: async (host) => (await import('../contestants/decant.ts')).decantMlp(host, mlpTraining()),
  peers: {
    'jax-webgpu': async () => (await import('../contestants/jaxTraining.ts')).jaxMlp('webgpu', mlpTraining()),
    'tfjs-webgpu': async () => (await import('../contestants/tfjsTraining.ts')).tfjsMlp('webgpu', mlpTraining()),
  },
  goals: [{ peer: 'jax-webgpu', ratio: 2 }],
};

/** Ours is the same graph, written as ONNX and run in onnxruntime-web. */
export const trainMlpWasm: BenchCase = {
  name: 'train-mlp-wasm',
  executor: 'onnx',
  workload: mlpTraining,
  ours: async () => (await import('../contestants/decantWasm.ts')).decantMlpWasm(mlpTraining()),
  peers: {
    'jax-wasm': async () => (await import('../contestants/jaxTraining.ts')).jaxMlp('wasm', mlpTraining()),
    'tfjs-wasm': async () => (await import('../contestants/tfjsTraining.ts')).tfjsMlp('wasm', mlpTraining()),
  },
  goals: [{ peer: 'jax-wasm', ratio: 1.3 }],
};
