/** TensorFlow.js, on its WebGPU or WASM backend. The backend holds for the page, so it is chosen before each turn. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-backend-webgpu';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { usableThreads } from '../../src/execution/onnx/runtime.ts';
import type { Product } from '../workloads/product.ts';
import type { Contestant } from './contestant.ts';

export type Backend = 'webgpu' | 'wasm';

export async function tfjsProduct(backend: Backend, { rows, size, input, weights }: Product): Promise<Contestant> {
  const enter = await openTfjs(backend);
  const x = tf.tensor(input, [rows, size]);
  const [w] = weights.map((weight) => tf.tensor(weight.dense(), [size, size]));
  return {
    enter,
    run: async (times) => {
      let result = tf.matMul(x, w);
      for (let i = 1; i < times; i++) {
        result.dispose();
        result = tf.matMul(x, w);
      }
      return take(result);
    },
  };
}

/** @returns what chooses the backend again */
export async function openTfjs(backend: Backend): Promise<() => Promise<boolean>> {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded,
  });
  setThreadsCount(usableThreads());
  const enter = () => tf.setBackend(backend);
  if (!(await enter())) throw new Error(`TensorFlow.js has no backend ${backend} here`);
  await tf.ready();
  return enter;
}

/** The values of a result, which is then given back. */
export async function take(result: tf.Tensor): Promise<Float32Array> {
  const values = await result.data();
  result.dispose();
  return values;
}
