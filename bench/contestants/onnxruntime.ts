/**
 * onnxruntime-web's own WebGPU provider: one node a product, input and output on the device. Packed weights run as
 * MatMulNBits, its fastest form for them.
 */

import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import * as ort from 'onnxruntime-web/webgpu';
import { usableThreads } from '../../src/execution/onnx/runtime.ts';
import { writeOnnx } from '../../src/files/onnx/write/writeOnnx.ts';
import type { GraphBuilder } from '../../src/graph/builder.ts';
import { createBuilder } from '../../src/graph/builder.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { parameterFrom } from '../../src/graph/graph.ts';
import type { PackedMatrix } from '../../src/tensor/packed.ts';
import { createTensor } from '../../src/tensor/tensor.ts';
import type { Product, Weight } from '../workloads/product.ts';
import type { Contestant } from './contestant.ts';

/** How MatMulNBits computes: 0 in floats, 4 with activations quantized to int8. */
export type AccuracyLevel = 0 | 4;

/** Activations rounded to int8 by blocks; 5e-3 is usual. */
const int8Tolerance = 3e-2;

export async function ortProduct(product: Product, level: AccuracyLevel = 0): Promise<Contestant> {
  setUp();
  const { bytes } = await writeOnnx(productGraph(product, level), { form: 'dense' });
  // Sessions live as long as the page: releasing the last one would destroy the device that tensors lie on.
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: ['webgpu'],
    preferredOutputLocation: 'gpu-buffer',
    graphOptimizationLevel: 'all',
  });
  const x = await onDevice(product.input, [product.rows, product.size]);
  return {
    run: async (times) => {
      let { y } = await session.run({ x });
      for (let i = 1; i < times; i++) {
        y.dispose();
        ({ y } = await session.run({ x }));
      }
      const values = await y.getData(true);
      return values as Float32Array;
    },
    ...(level === 4 && { tolerance: int8Tolerance }),
  };
}

// ---------------------------------------------------------------------------------------------

function setUp(): void {
  const absolute = (path: string) => new URL(path, import.meta.url).href;
  ort.env.wasm.wasmPaths = { mjs: absolute(mjs), wasm: absolute(wasm) };
  ort.env.wasm.numThreads = usableThreads();
  ort.env.logLevel = 'error';
}

function productGraph({ rows, size, weights: [weight] }: Product, level: AccuracyLevel): Graph {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', [rows, size]);
  const y = weight.kind === 'f32' ? plainNode(builder, x, size, weight) : packedNode(builder, x, weight.matrix, level);
  return builder.build([y], 'product');
}

function plainNode(builder: GraphBuilder, x: string, size: number, weight: Weight): string {
  const w = builder.parameter(parameterFrom('w', createTensor('f32', [size, size], weight.dense())));
  return builder.add('MatMul', [x, w], {}, 'y');
}

/** Our codes are byte for byte what the operator takes. */
function packedNode(builder: GraphBuilder, x: string, matrix: PackedMatrix, level: AccuracyLevel): string {
  const { rows, columns, bits, groupSize } = matrix.layout;
  const { buffer, byteOffset, byteLength } = matrix.codes;
  const blocks = columns / groupSize;
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  const codes = createTensor('u8', [rows, blocks, (groupSize * bits) / 8], bytes);
  const scales = createTensor('f32', [rows, blocks], matrix.scales);
  const inputs = [
    x,
    builder.parameter(parameterFrom('codes', codes)),
    builder.parameter(parameterFrom('scales', scales)),
  ];
  const attributes = { K: columns, N: rows, bits, block_size: groupSize, accuracy_level: level };
  return builder.add('MatMulNBits', inputs, attributes, 'y');
}

async function onDevice(values: Float32Array, dims: readonly number[]): Promise<ort.Tensor> {
  const device = await ort.env.webgpu.device;
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const buffer = device.createBuffer({ size: values.byteLength, usage });
  device.queue.writeBuffer(buffer, 0, values as Float32Array<ArrayBuffer>);
  return ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims });
}
