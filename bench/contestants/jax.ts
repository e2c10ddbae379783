/**
 * jax-js, on WebGPU or WASM. It has no packed weights, so a packed product runs on the dequantized ones.
 * https://github.com/ekzhang/jax-js
 */
import type { Device } from '@jax-js/jax';
import { defaultDevice, init, numpy as np } from '@jax-js/jax';
import type { Product } from '../workloads/product.ts';
import type { Contestant } from './contestant.ts';

export async function jaxProduct(device: Device, { rows, size, input, weights }: Product): Promise<Contestant> {
  await openJax(device);
  const x = np.array(input, { shape: [rows, size], device });
  const [w] = weights.map((weight) => np.array(weight.dense(), { shape: [size, size], device }));
  return {
    enter: () => defaultDevice(device),
    run: async (times) => {
      let result = np.matmul(x.ref, w.ref);
      for (let i = 1; i < times; i++) {
        // A result that nobody reads and nothing has submitted yet would be dropped when it is disposed.
        await result.blockUntilReady();
        result.dispose();
        result = np.matmul(x.ref, w.ref);
      }
      return result.data();
    },
  };
}

/** @throws Error when the library does not offer the device here */
export async function openJax(device: Device): Promise<void> {
  const there = await init(device);
  if (!there.includes(device)) throw new Error(`jax-js has no device ${device} here`);
  defaultDevice(device);
}
