/** Quantization against numbers worked by hand. */
import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../../execution/reference/referenceExecutor.ts';
import type { DType } from '../../../tensor/dtype.ts';
import { createBuilder } from '../../builder.ts';
import type { Attributes } from '../../graph.ts';
import type { OperatorName } from '../names.ts';

type Input = readonly [dtype: DType, shape: readonly number[], values: readonly number[]];
const f32 = (...values: number[]): Input => ['f32', [values.length], values];
const one = (dtype: DType, value: number): Input => [dtype, [], [value]];

async function run(operator: OperatorName, inputs: readonly (Input | '')[], attributes: Attributes = {}, count = 1) {
  const builder = createBuilder();
  const names = inputs.map((input) => (input === '' ? '' : builder.constant(...input)));
  const outputs = builder.addMany(operator, names, count, attributes);
  const plan = await createReferenceExecutor().compile(builder.build(outputs));
  const results = await plan.run({});
  return outputs.map((name) => ({ dtype: results[name].dtype, values: Array.from(results[name].data, Number) }));
}

describe('QuantizeLinear', () => {
  test('rounds ties to even and saturates', async () => {
    const x = f32(-3, -1, 0, 1, 3, 5, 1000, -1000);
    const [y] = await run('QuantizeLinear', [x, one('f32', 2), one('u8', 128)]);
    expect(y).toEqual({ dtype: 'u8', values: [126, 128, 128, 128, 130, 130, 255, 0] });
    const [narrow] = await run('QuantizeLinear', [f32(-9, -8, 7, 8.4), one('f32', 1)], { output_dtype: 'i4' });
    expect(narrow).toEqual({ dtype: 'i4', values: [-8, -8, 7, 7] });
  });

  test('takes a scale an axis position or a block', async () => {
    const x: Input = ['f32', [2, 2], [1, 2, 3, 4]];
    const [rows] = await run('QuantizeLinear', [x, f32(1, 0.5), ['i8', [2], [0, 1]]], { axis: 0 });
    expect(rows.values).toEqual([1, 2, 7, 9]);
    const wide: Input = ['f32', [1, 3], [2, 4, 6]];
    const [blocks] = await run('QuantizeLinear', [wide, ['f32', [1, 2], [1, 2]]], { axis: 1, block_size: 2 });
    expect(blocks.values).toEqual([2, 4, 3]);
  });

  test('refuses scales that do not fit', async () => {
    const x: Input = ['f32', [2, 2], [1, 2, 3, 4]];
    await expect(run('QuantizeLinear', [x, f32(1, 2, 3)], { axis: 0 })).rejects.toThrow(
      'axis 0 of 2×2 takes 2 of them',
    );
  });
});

describe('DequantizeLinear', () => {
  test('a tensor, an axis, blocks, int4', async () => {
    const [whole] = await run('DequantizeLinear', [['u8', [3], [0, 3, 255]], one('f32', 2), one('u8', 128)]);
    expect(whole).toEqual({ dtype: 'f32', values: [-256, -250, 254] });
    const [columns] = await run('DequantizeLinear', [['i4', [2, 2], [-8, 7, 1, 2]], f32(1, 10)]);
    expect(columns.values).toEqual([-8, 70, 1, 20]);
    const blocked: Input = ['f32', [2, 2], [1, 2, 3, 4]];
    const codes: Input = ['i8', [3, 2], [1, 1, 1, 1, 1, 1]];
    const [blocks] = await run('DequantizeLinear', [codes, blocked], { axis: 0, block_size: 2 });
    expect(blocks.values).toEqual([1, 2, 1, 2, 3, 4]);
  });
});

test('DynamicQuantizeLinear takes its range from the values and 0', async () => {
  const [y, scale, zero] = await run('DynamicQuantizeLinear', [f32(0, 2, -3, -2.5, 1.34, 0.5)], {}, 3);
  expect(y.values).toEqual([153, 255, 0, 26, 221, 179]);
  expect(scale.values[0]).toBe(Math.fround(5 / 255));
  expect(zero.values).toEqual([153]);
  expect((await run('DynamicQuantizeLinear', [f32(0, 0)], {}, 3))[0].values).toEqual([0, 0]);
});

describe('products of codes', () => {
  test('MatMulInteger takes zero points off', async () => {
    const a: Input = ['u8', [2, 2], [11, 7, 3, 10]];
    const b: Input = ['u8', [2, 2], [1, 4, 2, 5]];
    const [y] = await run('MatMulInteger', [a, b, one('u8', 12), one('u8', 0)]);
    expect(y).toEqual({ dtype: 'i32', values: [-11, -29, -13, -46] });
    const [rows] = await run('MatMulInteger', [a, b, ['u8', [2], [12, 0]], ['u8', [2], [1, 0]]]);
    expect(rows.values).toEqual([-5, -29, 10, 62]);
  });

  test('ConvInteger pads with the zero point', async () => {
    const x: Input = ['u8', [1, 1, 3], [2, 3, 4]];
    const w: Input = ['u8', [1, 1, 3], [1, 1, 1]];
    const [y] = await run('ConvInteger', [x, w, one('u8', 1)], { pads: [1, 1] });
    expect(y.values).toEqual([3, 6, 5]);
  });

  test('QLinearMatMul and QLinearConv quantize again', async () => {
    const a: Input = ['i8', [1, 2], [2, 3]];
    const b: Input = ['i8', [2, 2], [1, 2, 3, 4]];
    const scales = { a: one('f32', 0.5), y: one('f32', 2), zero: one('i8', 0) };
    const [y] = await run('QLinearMatMul', [
      a,
      scales.a,
      scales.zero,
      b,
      f32(1, 2),
      ['i8', [2], [0, 0]],
      scales.y,
      one('i8', 1),
    ]);
    expect(y.values).toEqual([Math.round(11 * 0.25) + 1, 16 / 2 + 1]);
    const x: Input = ['u8', [1, 1, 2], [10, 20]];
    const w: Input = ['i8', [2, 1, 1], [1, 2]];
    const parts = [x, one('f32', 1), one('u8', 5), w, f32(1, 0.5), ['i8', [2], [0, 0]], one('f32', 2), one('u8', 100)];
    const [conv] = await run('QLinearConv', [...(parts as Input[]), ['i32', [2], [1, -2]]]);
    expect(conv.values).toEqual([103, 108, 102, 107]);
  });

  test('MatMulNBits unpacks lowest bits first, with packed, given and left out zero points', async () => {
    const a: Input = ['f32', [1, 16], Array.from({ length: 16 }, (_, i) => (i < 2 ? 1 : 0))];
    const bytes = [0x9a, ...new Array<number>(7).fill(0x88)];
    const b: Input = ['u8', [1, 1, 8], bytes];
    const attributes = { K: 16, N: 1, bits: 4, block_size: 16 };
    expect((await run('MatMulNBits', [a, b, f32(0.5)], attributes))[0].values).toEqual([1.5]);
    expect((await run('MatMulNBits', [a, b, f32(0.5), ['u8', [1, 1], [0x09]]], attributes))[0].values).toEqual([0.5]);
    expect((await run('MatMulNBits', [a, b, f32(0.5), f32(9.5), '', f32(7)], attributes))[0].values).toEqual([7]);
  });
});
