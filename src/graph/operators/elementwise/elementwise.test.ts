/** Elementwise operators against numbers worked by hand. */
import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../../execution/reference/referenceExecutor.ts';
import { toNumbers } from '../../../tensor/tensor.ts';
import type { ConformanceCase } from '../../../testing/conformance/case.ts';
import { caseGraph, runCase } from '../../../testing/conformance/caseGraph.ts';
import { scalar, values } from '../../../testing/conformance/inputs.ts';
import { createBuilder } from '../../builder.ts';
import { keyOf, mixBits, uniformAt } from './counterHash.ts';
import { errorFunction } from './errorFunction.ts';

/** Decimals of the published values that 64-bit floats keep. */
const erfDigits = 14;
/** Moments of 20,000 draws have deviations of 0.002 at most. */
const momentDigits = 2;
/** Steps that hang together would agree far more, or far less, often than half of the time. */
const independenceDigits = 1;

async function run(row: Omit<ConformanceCase, 'about'>): Promise<number[]> {
  const [output] = await runCase({ ...row, about: '' }, createReferenceExecutor());
  return Array.from(toNumbers(output).data);
}

describe('integers', () => {
  test('wrap as hardware does', async () => {
    const inputs = [values('i32', [2147483647, 65537]), values('i32', [2, 65537])];
    expect(await run({ operator: 'Mul', inputs })).toEqual([-2, 131073]);
    expect(await run({ operator: 'Add', inputs: [values('u8', [250]), values('u8', [10])] })).toEqual([4]);
    expect(await run({ operator: 'Mul', inputs: [values('u32', [0x7feb352d]), values('u32', [0x846ca68b])] })).toEqual([
      Number((0x7feb352dn * 0x846ca68bn) & 0xffffffffn),
    ]);
  });

  test('divide toward zero, and have remainders of both kinds', async () => {
    const inputs = [values('i32', [7, -7, 7, -7]), values('i32', [3, 3, -3, -3])];
    expect(await run({ operator: 'Div', inputs })).toEqual([2, -2, -2, 2]);
    expect(await run({ operator: 'Mod', inputs })).toEqual([1, 2, -2, -1]);
    expect(await run({ operator: 'Mod', inputs, attributes: { fmod: 1 } })).toEqual([1, -1, 1, -1]);
  });

  test('shift and combine bits', async () => {
    const inputs = [values('u8', [0b1100_0001]), values('u8', [1])];
    expect(await run({ operator: 'BitShift', inputs, attributes: { direction: 'LEFT' } })).toEqual([0b1000_0010]);
    expect(await run({ operator: 'BitShift', inputs, attributes: { direction: 'RIGHT' } })).toEqual([0b0110_0000]);
    expect(await run({ operator: 'BitwiseXor', inputs: [values('i64', [-1]), values('i64', [5])] })).toEqual([-6]);
  });
});

describe('rounding and casting', () => {
  test('Round takes ties to even', async () => {
    expect(await run({ operator: 'Round', inputs: [values('f32', [0.5, 1.5, 2.5, -1.5])] })).toEqual([0, 2, 2, -2]);
  });

  test('Cast cuts floats and keeps low bits of integers', async () => {
    const to = (dtype: string) => ({ to: dtype });
    const floats = [values('f32', [1.9, -1.9, 300, Number.NaN])];
    expect(await run({ operator: 'Cast', attributes: to('i32'), inputs: floats })).toEqual([1, -1, 300, 0]);
    expect(await run({ operator: 'Cast', attributes: to('u8'), inputs: floats })).toEqual([1, 255, 44, 0]);
    expect(await run({ operator: 'Cast', attributes: to('i4'), inputs: [values('f32', [-9, 8])] })).toEqual([7, -8]);
    expect(await run({ operator: 'Cast', attributes: to('bool'), inputs: floats })).toEqual([1, 1, 1, 1]);
    expect(await run({ operator: 'Cast', attributes: to('f16'), inputs: [values('f32', [2049, 70000])] })).toEqual([
      2048,
      Number.POSITIVE_INFINITY,
    ]);
  });

  test('Cast names a dtype that it does not know', () => {
    const row = { operator: 'Cast', about: '', attributes: { to: 'float64' }, inputs: [values('f32', [1])] } as const;
    expect(() => caseGraph(row)).toThrow('Node "node" (Cast): "float64" is not an element type');
  });
});

describe('functions of floats', () => {
  test('the error function agrees with published values', () => {
    expect(errorFunction(0.5)).toBeCloseTo(0.5204998778130465, erfDigits);
    expect(errorFunction(1)).toBeCloseTo(0.8427007929497149, erfDigits);
    expect(errorFunction(-2)).toBeCloseTo(-0.9953222650189527, erfDigits);
    expect(errorFunction(2.5)).toBeCloseTo(0.9995930479825551, erfDigits);
    expect(errorFunction(3.5)).toBeCloseTo(0.9999992569016276, erfDigits);
    expect(errorFunction(10)).toBe(1);
    expect(errorFunction(Number.NaN)).toBeNaN();
  });

  test('Clip gives the upper bound where bounds cross', async () => {
    const inputs = [values('f32', [-2, 0, 2]), scalar(1), scalar(-1)];
    expect(await run({ operator: 'Clip', inputs })).toEqual([-1, -1, -1]);
  });

  test('Max and Relu pass NaN on', async () => {
    expect(await run({ operator: 'Max', inputs: [values('f32', [Number.NaN]), values('f32', [1])] })).toEqual([
      Number.NaN,
    ]);
    expect(await run({ operator: 'Relu', inputs: [values('f32', [Number.NaN])] })).toEqual([Number.NaN]);
  });

  test('mixed dtypes are refused by name', () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', [2]);
    expect(() => builder.add('Add', [x, builder.ints([1, 2])])).toThrow('its inputs mix f32 and i64; insert a Cast.');
    expect(() => builder.add('Exp', [builder.ints([1])])).toThrow('it takes floating-point numbers, not i64');
  });
});

describe('symbolic dimensions', () => {
  test('pass through arithmetic on shapes', () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', ['batch', 6]);
    const rows = builder.add('Shape', [x], { start: 0, end: 1 });
    const doubled = builder.add('Mul', [rows, builder.ints([2])]);
    const flat = builder.add('Concat', [doubled, builder.ints([3])], { axis: 0 });
    expect(builder.type(builder.add('Reshape', [x, flat])).shape).toEqual(['2*batch', 3]);
  });
});

describe('the counter hash', () => {
  test('is lowbias32, worked out with exact integers', () => {
    expect(mixBits(0)).toBe(0);
    expect(mixBits(1)).toBe(0x688990c0);
    expect(mixBits(0xdeadbeef)).toBe(0xe628c683);
  });

  test('is uniform enough: mean 1/2, variance 1/12, and other steps give other numbers', () => {
    const key = keyOf(3, 5);
    const draws = Array.from({ length: 20000 }, (_, i) => uniformAt(key, i));
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
    expect(mean).toBeCloseTo(0.5, momentDigits);
    expect(variance).toBeCloseTo(1 / 12, momentDigits);
    const other = draws.filter((x, i) => x < 0.5 !== uniformAt(keyOf(3, 6), i) < 0.5).length / draws.length;
    expect(other).toBeCloseTo(0.5, independenceDigits);
  });
});
