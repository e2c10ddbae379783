/** TensorFlow.js, on its WebGPU or WASM backend. The backend holds for the page, so it is chosen before each turn. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-backend-webgpu';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { usableThreads } from '../../src/execution/onnx/runtime.ts';
import type { MlpTraining } from '../workloads/mlp.ts';
import { classes } from '../workloads/mlp.ts';
import { adam, batch } from '../workloads/mlpLosses.ts';
import type { Product } from '../workloads/product.ts';
import type { Contestant } from './contestant.ts';

export type Backend = 'webgpu' | 'wasm';

export async function tfjsProduct(backend: Backend, { rows, size, input, weights }: Product): Promise<Contestant> {
  const enter = await open(backend);
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

export async function tfjsMlp(backend: Backend, training: MlpTraining): Promise<Contestant> {
  const enter = await open(backend);
  const { learningRate, beta1, beta2, epsilon } = adam;
  const optimizer = tf.train.adam(learningRate, beta1, beta2, epsilon);
  const variables = training.layers.flatMap(({ inputs, outputs, weight, bias }) => [
    tf.variable(tf.tensor(weight, [inputs, outputs])),
    tf.variable(tf.tensor(bias, [outputs])),
  ]);
  const images = tf.tensor(training.images, [batch, training.layers[0].inputs]);
  const labels = tf.tensor(training.labelRows, [batch, classes]);
  const loss = () => tf.losses.softmaxCrossEntropy(labels, scoresOf(variables, images));
  return {
    enter,
    run: async (times) => {
      let last = optimizer.minimize(loss, true, variables);
      for (let i = 1; i < times; i++) {
        last.dispose();
        last = optimizer.minimize(loss, true, variables);
      }
      return take(last);
    },
  };
}

// ---------------------------------------------------------------------------------------------

async function open(backend: Backend): Promise<() => Promise<boolean>> {
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

function scoresOf(variables: readonly tf.Tensor[], images: tf.Tensor): tf.Tensor {
  let x = images;
  for (let i = 0; i < variables.length; i += 2) {
    x = tf.add(tf.matMul(x, variables[i]), variables[i + 1]);
    if (i + 2 < variables.length) x = tf.relu(x);
  }
  return x;
}

async function take(result: tf.Tensor): Promise<Float32Array> {
  const values = await result.data();
  result.dispose();
  return values;
}
