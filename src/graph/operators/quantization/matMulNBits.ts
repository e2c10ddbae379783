/**
 * MatMulNBits (com.microsoft): A (..., K) times the transpose of a matrix (N, K) packed in 2, 4 or 8 bits, block by
 * block along K. B is uint8 (N, ceil(K / block_size), block_size bits / 8), lowest bits first; zero points are packed
 * the same way, each row to whole bytes, or given as numbers; left out they are 2^(bits - 1).
 * https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#commicrosoftmatmulnbits
 */
import { isFloat } from '../../../tensor/dtype.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { InferContext, ReferenceContext } from '../../operator.ts';
import { defineOperator, int, notDifferentiable, primitive, required } from '../../operator.ts';

interface NBitsAttributes {
  readonly K: number;
  readonly N: number;
  readonly accuracy_level: number;
  readonly bits: number;
  readonly block_size: number;
}

export const matMulNBits = defineOperator({
  name: 'MatMulNBits',
  domain: 'com.microsoft',
  since: 1,
  attributes: {
    K: required.int,
    N: required.int,
    accuracy_level: int(0),
    bits: int(4),
    block_size: required.int,
  },
  arity: [3, 6],
  infer: inferNBits,
  flops: ({ outputs, attributes }) => 2 * sizeOf(outputs[0].shape) * attributes.K,
  reference: (context) => [multiplyPacked(context)],
  gradient: notDifferentiable('its weight is packed; unpack it, or train through FakeQuantize'),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function inferNBits(context: InferContext<NBitsAttributes>): ValueType[] {
  const { K, N, bits, block_size: block } = context.attributes;
  const { dtype, shape } = context.input(0);
  if (![2, 4, 8].includes(bits)) return context.fail(`bits is ${bits}; it must be 2, 4 or 8.`);
  if (block < 16 || !Number.isInteger(Math.log2(block)))
    return context.fail(`block_size is ${block}; it must be a power of 2 from 16.`);
  if (shape.at(-1) !== K) return context.fail(`A has ${shape.at(-1)} columns, but K is ${K}.`);
  if (context.inputs[4]) return context.fail('g_idx, the order of groups, is no longer part of ONNX Runtime.');
  const bytes = context.input(1).shape.reduce<number>((size, dim) => size * Number(dim), 1);
  const wanted = (N * Math.ceil(K / block) * block * bits) / 8;
  if (bytes !== wanted) return context.fail(`B holds ${bytes} bytes; ${N}×${K} values of ${bits} bits take ${wanted}.`);
  return [{ dtype, shape: [...shape.slice(0, -1), N] }];
}

function multiplyPacked({ input, inputs, outputs, attributes }: ReferenceContext<NBitsAttributes>): Numbers {
  const { K, N } = attributes;
  const a = input(0);
  const w = unpack(input(1), input(2), inputs[3], attributes);
  const bias = inputs[5];
  const data = new Float64Array(sizeOf(outputs[0].shape));
  for (let i = 0; i < data.length; i++) {
    const [row, column] = [Math.floor(i / N), i % N];
    let sum = bias ? bias.data[column] : 0;
    for (let k = 0; k < K; k++) sum += a.data[row * K + k] * w[column * K + k];
    data[i] = sum;
  }
  return { dtype: outputs[0].dtype, shape: outputs[0].shape, data };
}

/** The weight as (N, K) numbers. */
function unpack(b: Numbers, scales: Numbers, zeros: Numbers | undefined, attributes: NBitsAttributes): Float64Array {
  const { K, N, bits, block_size: block } = attributes;
  const blocks = Math.ceil(K / block);
  const w = new Float64Array(N * K);
  for (let row = 0; row < N; row++) {
    for (let k = 0; k < K; k++) {
      const group = Math.floor(k / block);
      const code = codeAt(b, (row * blocks * block * bits) / 8, k, bits);
      const zero = zeroOf(zeros, row, group, blocks, bits);
      w[row * K + k] = (code - zero) * scales.data[row * blocks + group];
    }
  }
  return w;
}

/** The code number `index` in bytes that begin at `start`, lowest bits first. */
function codeAt(bytes: Numbers, start: number, index: number, bits: number): number {
  const bit = index * bits;
  return (bytes.data[start + (bit >>> 3)] >>> (bit & 7)) & ((1 << bits) - 1);
}

function zeroOf(zeros: Numbers | undefined, row: number, group: number, blocks: number, bits: number): number {
  if (!zeros) return 2 ** (bits - 1);
  if (isFloat(zeros.dtype)) return zeros.data[row * blocks + group];
  return codeAt(zeros, row * Math.ceil((blocks * bits) / 8), group, bits);
}
