/** Shape operators against numbers worked by hand, and shapes computed with names. */
import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../../execution/reference/referenceExecutor.ts';
import type { DType } from '../../../tensor/dtype.ts';
import { createBuilder } from '../../builder.ts';
import type { Attributes } from '../../graph.ts';
import type { OperatorName } from '../names.ts';

const counting = (count: number) => Array.from({ length: count }, (_, i) => i);

type Input = readonly [shape: readonly number[], values: readonly number[], dtype?: DType];
const ints = (...values: number[]): Input => [[values.length], values, 'i64'];

/** Runs one node; '' leaves an input out. */
async function run(operator: OperatorName, inputs: readonly (Input | '')[], attributes: Attributes = {}, count = 1) {
  const builder = createBuilder();
  const names = inputs.map((input) => (input === '' ? '' : builder.constant(input[2] ?? 'f32', input[0], input[1])));
  const outputs = builder.addMany(operator, names, count, attributes);
  const plan = await createReferenceExecutor().compile(builder.build(outputs));
  const results = await plan.run({});
  return outputs.map((name) => ({ shape: results[name].shape, values: Array.from(results[name].data, Number) }));
}

const matrix: Input = [[2, 3], counting(6)];

describe('shapes with names', () => {
  test('a flattened batch keeps its name', () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', ['batch', 16, 4, 4]);
    expect(builder.type(builder.add('Reshape', [x, builder.ints([-1, 256])])).shape).toEqual(['batch', 256]);
    expect(builder.type(builder.add('Reshape', [x, builder.ints([0, -1])])).shape).toEqual(['batch', 256]);
    expect(builder.type(builder.add('Flatten', [x])).shape).toEqual(['batch', 256]);
  });

  test('a shape is taken apart and put together again', () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', ['batch', 8, 'length']);
    const shape = builder.add('Shape', [x]);
    const batch = builder.add('Gather', [shape, builder.scalar(0, 'i64')]);
    const row = builder.add('Unsqueeze', [batch, builder.ints([0])]);
    const tail = builder.add('Slice', [shape, builder.ints([2]), builder.ints([3])]);
    const target = builder.add('Concat', [row, tail, builder.ints([-1])], { axis: 0 });
    expect(builder.type(builder.add('Reshape', [x, target])).shape).toEqual(['batch', 'length', 8]);
    const filled = builder.add('Expand', [builder.scalar(1), builder.add('Shape', [x])]);
    expect(builder.type(filled).shape).toEqual(['batch', 8, 'length']);
    const positions = builder.add('Range', [builder.scalar(0, 'i64'), batch, builder.scalar(1, 'i64')]);
    expect(builder.type(positions).shape).toEqual(['batch']);
  });

  test('slices of named axes', () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', ['n', 4]);
    const cut = (start: number, end: number, step = 1) =>
      builder.type(
        builder.add('Slice', [x, builder.ints([start]), builder.ints([end]), builder.ints([0]), builder.ints([step])]),
      ).shape[0];
    expect(cut(0, 2 ** 31 - 1)).toBe('n');
    expect(cut(1, 2 ** 40)).toBe('n - 1');
    expect(cut(0, -2)).toBe('n - 2');
    expect(cut(-1, 2 ** 31 - 1)).toBe(1);
    expect(cut(0, 2 ** 31 - 1, 2)).toBe('floor((n + 1)/2)');
    expect(cut(-1, -(2 ** 40), -1)).toBe('n');
  });

  test('Concat, Split, Pad and Tile compute with names', () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', ['n', 6]);
    expect(builder.type(builder.add('Concat', [x, x], { axis: 0 })).shape).toEqual(['2*n', 6]);
    const halves = builder.addMany('Split', [builder.add('Concat', [x, x], { axis: 0 })], 2, {
      axis: 0,
      num_outputs: 2,
    });
    expect(halves.map((half) => builder.type(half).shape[0])).toEqual(['n', 'n']);
    expect(builder.type(builder.add('Pad', [x, builder.ints([1, 0, 2, 0])])).shape).toEqual(['n + 3', 6]);
    expect(builder.type(builder.add('Tile', [x, builder.ints([3, 1])])).shape).toEqual(['3*n', 6]);
  });

  test('refuses sizes that do not fit', () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', [2, 3]);
    expect(() => builder.add('Reshape', [x, builder.ints([4, -1])])).toThrow('6 elements do not fill the shape 4×-1.');
    expect(() => builder.add('Transpose', [x], { perm: [0, 0] })).toThrow('it must name each of 2 axes once.');
    expect(() => builder.add('Squeeze', [x, builder.ints([0])])).toThrow('axis 0 has size 2');
  });
});

describe('moving elements', () => {
  test('Transpose, Slice backwards, Split with a smaller last piece', async () => {
    expect((await run('Transpose', [matrix]))[0]).toEqual({ shape: [3, 2], values: [0, 3, 1, 4, 2, 5] });
    const [back] = await run('Slice', [matrix, ints(-1), ints(-100), ints(1), ints(-2)]);
    expect(back).toEqual({ shape: [2, 2], values: [2, 0, 5, 3] });
    const parts = await run('Split', [matrix], { axis: 1, num_outputs: 2 }, 2);
    expect(parts.map((part) => part.values)).toEqual([
      [0, 1, 3, 4],
      [2, 5],
    ]);
  });

  test('Pad in every mode, and cropping', async () => {
    const row: Input = [[3], [1, 2, 3]];
    const padded = async (mode: string, pads: Input) => (await run('Pad', [row, pads], { mode }))[0].values;
    expect((await run('Pad', [row, ints(1, 2), [[], [9]]]))[0].values).toEqual([9, 1, 2, 3, 9, 9]);
    expect(await padded('reflect', ints(2, 3))).toEqual([3, 2, 1, 2, 3, 2, 1, 2]);
    expect(await padded('edge', ints(2, 1))).toEqual([1, 1, 1, 2, 3, 3]);
    expect(await padded('wrap', ints(2, 1))).toEqual([2, 3, 1, 2, 3, 1]);
    expect(await padded('constant', ints(-1, 1))).toEqual([2, 3, 0]);
    const [axis] = await run('Pad', [matrix, ints(0, 1), '', ints(-1)]);
    expect(axis).toEqual({ shape: [2, 4], values: [0, 1, 2, 0, 3, 4, 5, 0] });
  });

  test('gathers', async () => {
    const [columns] = await run('Gather', [matrix, [[1, 2], [2, -3], 'i64']], { axis: 1 });
    expect(columns).toEqual({ shape: [2, 1, 2], values: [2, 0, 5, 3] });
    const [each] = await run('GatherElements', [matrix, [[2, 1], [1, -1], 'i64']], { axis: 1 });
    expect(each).toEqual({ shape: [2, 1], values: [1, 5] });
    const [tuples] = await run('GatherND', [matrix, [[2, 2], [0, 1, 1, 2], 'i64']]);
    expect(tuples).toEqual({ shape: [2], values: [1, 5] });
    const [batched] = await run('GatherND', [matrix, [[2, 1], [2, 0], 'i64']], { batch_dims: 1 });
    expect(batched).toEqual({ shape: [2], values: [2, 3] });
  });

  test('scatters, with duplicates', async () => {
    const zeros: Input = [[4], [0, 0, 0, 0]];
    const [added] = await run('ScatterElements', [zeros, ints(1, 1, -1), [[3], [2, 3, 4]]], { reduction: 'add' });
    expect(added.values).toEqual([0, 5, 0, 4]);
    const [largest] = await run('ScatterElements', [zeros, ints(0, 1), [[2], [-1, 7]]], { reduction: 'max' });
    expect(largest.values).toEqual([0, 7, 0, 0]);
    const [rows] = await run('ScatterND', [
      matrix,
      [[1, 1], [1], 'i64'],
      [
        [1, 3],
        [7, 8, 9],
      ],
    ]);
    expect(rows.values).toEqual([0, 1, 2, 7, 8, 9]);
  });

  test('OneHot, Trilu, Range, Tile', async () => {
    const [marks] = await run('OneHot', [ints(1, -1, 5), [[], [3], 'i64'], [[2], [0, 1]]], { axis: 0 });
    expect(marks).toEqual({ shape: [3, 3], values: [0, 0, 0, 1, 0, 0, 0, 1, 0] });
    expect((await run('Trilu', [matrix, [[], [1], 'i64']]))[0].values).toEqual([0, 1, 2, 0, 0, 5]);
    expect(
      (
        await run('Range', [
          [[], [1]],
          [[], [2]],
          [[], [0.5]],
        ])
      )[0].values,
    ).toEqual([1, 1.5]);
    expect((await run('Tile', [[[2], [1, 2]], ints(2)]))[0].values).toEqual([1, 2, 1, 2]);
  });

  test('DepthToSpace in both modes, and back', async () => {
    const x: Input = [[1, 8, 1, 1], counting(8)];
    const [outer] = await run('DepthToSpace', [x], { blocksize: 2 });
    expect(outer).toEqual({ shape: [1, 2, 2, 2], values: [0, 2, 4, 6, 1, 3, 5, 7] });
    const [inner] = await run('DepthToSpace', [x], { blocksize: 2, mode: 'CRD' });
    expect(inner.values).toEqual(counting(8));
    const [back] = await run('SpaceToDepth', [[[1, 2, 2, 2], outer.values]], { blocksize: 2 });
    expect(back).toEqual({ shape: [1, 8, 1, 1], values: counting(8) });
  });
});

describe('Resize', () => {
  const row: Input = [
    [1, 1, 1, 4],
    [1, 2, 3, 4],
  ];
  const scaled = async (scale: number, attributes: Attributes) =>
    (await run('Resize', [row, '', [[4], [1, 1, 1, scale]]], attributes))[0].values;

  test('nearest, in each coordinate and rounding mode', async () => {
    expect(await scaled(2, {})).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
    expect(await scaled(0.5, { nearest_mode: 'ceil' })).toEqual([2, 4]);
    expect(await scaled(0.5, { nearest_mode: 'floor' })).toEqual([1, 3]);
    const asymmetric = { coordinate_transformation_mode: 'asymmetric' };
    expect(await scaled(1.5, { ...asymmetric, nearest_mode: 'floor' })).toEqual([1, 1, 2, 3, 3, 4]);
    expect(await scaled(2, { ...asymmetric, nearest_mode: 'round_prefer_ceil' })).toEqual([1, 2, 2, 3, 3, 4, 4, 4]);
  });

  test('linear', async () => {
    expect(await scaled(2, { mode: 'linear' })).toEqual([1, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75, 4]);
    const corners = { mode: 'linear', coordinate_transformation_mode: 'align_corners' };
    expect((await run('Resize', [row, '', '', ints(1, 1, 1, 7)], corners))[0].values).toEqual([
      1, 1.5, 2, 2.5, 3, 3.5, 4,
    ]);
  });

  test('keeps proportions, crops, and refuses cubic', async () => {
    const x: Input = [[1, 1, 2, 4], counting(8)];
    const policy = { axes: [2, 3], keep_aspect_ratio_policy: 'not_larger' };
    expect((await run('Resize', [x, '', '', ints(6, 6)], policy))[0].shape).toEqual([1, 1, 3, 6]);
    const crop = {
      mode: 'linear',
      axes: [3],
      coordinate_transformation_mode: 'tf_crop_and_resize',
      extrapolation_value: 9,
    };
    const [cropped] = await run('Resize', [row, [[2], [0, 1.5]], '', ints(4)], crop);
    expect(cropped.values).toEqual([1, 2.5, 4, 9]);
    await expect(scaled(2, { mode: 'cubic' })).rejects.toThrow('mode is "cubic"; Decant computes nearest, linear.');
  });
});
