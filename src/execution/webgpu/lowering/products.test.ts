/** Which kernels products become: read through transposes, on packed weights, on integers where the graph says so. */

import { describe, expect, test } from 'vitest';
import type { GraphBuilder } from '../../../graph/builder.ts';
import { createBuilder } from '../../../graph/builder.ts';
import { addDynamicQuantization } from '../../../graph/passes/dynamicQuantization.ts';
import type { PackedWish } from '../../../testing/packedWeights.ts';
import { packedParameter } from '../../../testing/packedWeights.ts';
import type { Capabilities } from '../capabilities.ts';
import { portableMinimum } from '../capabilities.ts';
import { compileProgram } from '../compile/compileProgram.ts';

/** Labels of the dispatches of a graph made by `build`, in order, by the kernels' first words. */
async function kernelsOf(
  build: (builder: GraphBuilder) => string,
  capabilities: Capabilities = portableMinimum,
): Promise<string[]> {
  const builder = createBuilder();
  const graph = builder.build([build(builder)]);
  const { program } = await compileProgram(graph, {}, { capabilities });
  return program.steps
    .flatMap(({ dispatches }) => dispatches)
    .map((one) => (one.kind === 'copy' ? 'copy' : one.linked.kernel.name));
}

function packed(
  builder: GraphBuilder,
  shape: readonly number[],
  orientation: 'rows' | 'columns',
  format: Partial<PackedWish> = {},
): string {
  const w8 = { bits: 8, strategy: 'channel', symmetric: true, scaleDType: 'f16', orientation } as const;
  return builder.parameter(packedParameter('w', shape, { ...w8, ...format }));
}

describe('dense products', () => {
  test('read through transposes of either side', async () => {
    const swapped = (builder: GraphBuilder, name: string, shape: readonly number[]) =>
      builder.add('Transpose', [builder.input(name, 'f32', shape)], { perm: [1, 0] });
    const left = await kernelsOf((b) => b.add('MatMul', [swapped(b, 'a', [64, 32]), b.input('b', 'f32', [64, 16])]));
    expect(left).toEqual(['matmul_4x4_tn']);
    const right = await kernelsOf((b) => b.add('MatMul', [b.input('a', 'f32', [32, 64]), swapped(b, 'b', [16, 64])]));
    expect(right).toEqual(['matmul_4x4_nt']);
  });

  test('take batches of one B as rows', async () => {
    const kernels = await kernelsOf((b) =>
      b.add('MatMul', [b.input('a', 'f32', [8, 128, 64]), b.input('b', 'f32', [64, 128])]),
    );
    expect(kernels).toEqual(['matmul_shared_64_nn']);
  });

  test('read queries, keys and values out of the product that made them', async () => {
    const kernels = await kernelsOf((b) => {
      const qkv = b.add('MatMul', [b.input('x', 'f32', [10, 32]), b.input('w', 'f32', [32, 192])]);
      const parts = b.addMany('Split', [qkv], 3, { axis: -1, num_outputs: 3 });
      const [q, k, v] = parts.map((part) => b.add('Reshape', [part, b.ints([2, 5, 4, 16])]));
      const turned = (value: string, perm: number[]) => b.add('Transpose', [value], { perm });
      const scores = b.add('MatMul', [turned(q!, [0, 2, 1, 3]), turned(k!, [0, 2, 3, 1])]);
      return b.add('MatMul', [scores, turned(v!, [0, 2, 1, 3])]);
    });
    expect(kernels).toHaveLength(3);
    expect(kernels.every((name) => name.startsWith('matmul_'))).toBe(true);
  });

  test('copy a part that cannot be bound where it lies', async () => {
    const kernels = await kernelsOf((b) => {
      const [left, right] = b.addMany('Split', [b.input('x', 'f32', [8, 24])], 2, { axis: -1, num_outputs: 2 });
      return b.add('MatMul', [b.add('Transpose', [left!], { perm: [1, 0] }), right!]);
    });
    expect(kernels).toEqual(['strided_copy', expect.stringMatching(/^matmul_/)]);
  });

  test('of one column are one row the other way round', async () => {
    const kernels = await kernelsOf((b) =>
      b.add('MatMul', [b.input('a', 'f32', [512, 64]), b.input('b', 'f32', [64, 1])]),
    );
    expect(kernels).toEqual(['matmul_row_nt']);
  });
});

describe('packed products', () => {
  test('dequantize inside the kernel, in both orientations', async () => {
    const x = (b: GraphBuilder, rows: number) => b.input('x', 'f32', [rows, 64]);
    const w4 = { bits: 4, strategy: 'group', groupSize: 32 } as const;
    expect(await kernelsOf((b) => b.add('MatMul', [x(b, 1), packed(b, [64, 32], 'columns', w4)]))).toEqual([
      'quantized_row',
    ]);
    expect(await kernelsOf((b) => b.add('Gemm', [x(b, 9), packed(b, [32, 64], 'rows', w4)], { transB: 1 }))).toEqual([
      'quantized_matmul_4x4',
    ]);
  });

  test('dequantize first where the matrix lies across the product', async () => {
    const across = await kernelsOf((b) => b.add('MatMul', [b.input('x', 'f32', [9, 64]), packed(b, [64, 32], 'rows')]));
    expect(across[0]).toBe('dequantize');
    expect(across[1]).toMatch(/^matmul_/);
  });
});

describe('integer products', () => {
  const hardware: Capabilities = { ...portableMinimum, packedDot: true };
  const fixed = (b: GraphBuilder, x: string, zero = 0) => {
    const [scale, zeroPoint] = [b.scalar(0.05), b.constant('i8', [], [zero])];
    return b.add('DequantizeLinear', [b.add('QuantizeLinear', [x, scale, zeroPoint]), scale, zeroPoint]);
  };

  test('take static activations', async () => {
    const kernels = await kernelsOf(
      (b) => b.add('MatMul', [fixed(b, b.input('x', 'f32', [9, 64])), packed(b, [64, 32], 'columns')]),
      hardware,
    );
    expect(kernels).toEqual(['quantize_rows', 'integer_matmul_8x8']);
  });

  test('take dynamic activations, of rows and of samples', async () => {
    const product = await kernelsOf((b) => {
      const x = addDynamicQuantization(b, b.input('x', 'f32', [9, 64]), [-1]);
      return b.add('MatMul', [x, packed(b, [64, 32], 'columns')]);
    }, portableMinimum);
    expect(product).toEqual(['quantize_rows', 'integer_matmul_8x8_unpacked']);
    const conv = await kernelsOf((b) => {
      const x = addDynamicQuantization(b, b.input('x', 'f32', [2, 4, 6, 6]), [1, 2, 3]);
      return b.add('Conv', [x, packed(b, [8, 4, 3, 3], 'rows')]);
    }, hardware);
    expect(conv).toEqual(['image_scales', 'quantize_image', 'integer_conv_8x8']);
  });

  test('leave alone what they cannot take: a scale a row before a convolution, fewer bits, one row', async () => {
    const conv = await kernelsOf((b) => {
      const x = addDynamicQuantization(b, b.input('x', 'f32', [2, 4, 6, 6]), [-1]);
      return b.add('Conv', [x, packed(b, [8, 4, 3, 3], 'rows')]);
    }, hardware);
    expect(conv.at(-1)).toMatch(/^quantized_conv_/);
    const w4 = await kernelsOf(
      (b) => b.add('MatMul', [fixed(b, b.input('x', 'f32', [9, 64])), packed(b, [64, 32], 'columns', { bits: 4 })]),
      hardware,
    );
    expect(w4.at(-1)).toMatch(/^quantized_matmul_/);
    const row = await kernelsOf(
      (b) => b.add('MatMul', [fixed(b, b.input('x', 'f32', [1, 64])), packed(b, [64, 32], 'columns')]),
      hardware,
    );
    expect(row.at(-1)).toBe('quantized_row');
  });

  test('come second on a software adapter, where floats are faster', async () => {
    const kernels = await kernelsOf(
      (b) => b.add('MatMul', [fixed(b, b.input('x', 'f32', [9, 64])), packed(b, [64, 32], 'columns')]),
      { ...hardware, software: true },
    );
    expect(kernels.at(-1)).toMatch(/^quantized_matmul_/);
  });
});
