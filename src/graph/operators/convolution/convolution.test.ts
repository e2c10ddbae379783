/** Convolutions and pools against numbers worked by hand, and their shapes with names. */
import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../../execution/reference/referenceExecutor.ts';
import { createBuilder } from '../../builder.ts';
import type { Attributes } from '../../graph.ts';
import type { OperatorName } from '../names.ts';

const counting = (count: number, from = 1) => Array.from({ length: count }, (_, i) => i + from);

type Input = readonly [shape: readonly number[], values: readonly number[]];

async function run(operator: OperatorName, inputs: readonly Input[], attributes: Attributes = {}, count = 1) {
  const builder = createBuilder();
  const names = inputs.map(([shape, values]) => builder.constant('f32', shape, values));
  const outputs = builder.addMany(operator, names, count, attributes);
  const plan = await createReferenceExecutor().compile(builder.build(outputs));
  const results = await plan.run({});
  return outputs.map((name) => ({ shape: results[name].shape, values: Array.from(results[name].data, Number) }));
}

const image: Input = [[1, 1, 3, 3], counting(9)];

describe('Conv', () => {
  test('slides a kernel', async () => {
    const [y] = await run('Conv', [
      image,
      [
        [1, 1, 2, 2],
        [1, 0, 0, 1],
      ],
      [[1], [10]],
    ]);
    expect(y).toEqual({ shape: [1, 1, 2, 2], values: [16, 18, 22, 24] });
  });

  test('pads, strides and dilates', async () => {
    const ones: Input = [
      [1, 1, 2, 2],
      [1, 1, 1, 1],
    ];
    const [y] = await run('Conv', [image, ones], { pads: [1, 1, 1, 1], strides: [2, 2], dilations: [2, 2] });
    expect(y).toEqual({ shape: [1, 1, 2, 2], values: [5, 5, 5, 5] });
  });

  test('keeps groups apart', async () => {
    const x: Input = [
      [1, 2, 3],
      [1, 2, 3, 10, 20, 30],
    ];
    const [y] = await run(
      'Conv',
      [
        x,
        [
          [2, 1, 1],
          [2, 3],
        ],
      ],
      { group: 2 },
    );
    expect(y).toEqual({ shape: [1, 2, 3], values: [2, 4, 6, 30, 60, 90] });
  });

  test('places the odd zero as auto_pad says', async () => {
    const x: Input = [
      [1, 1, 4],
      [1, 2, 3, 4],
    ];
    const w: Input = [
      [1, 1, 2],
      [1, 1],
    ];
    expect((await run('Conv', [x, w], { auto_pad: 'SAME_UPPER' }))[0].values).toEqual([3, 5, 7, 4]);
    expect((await run('Conv', [x, w], { auto_pad: 'SAME_LOWER' }))[0].values).toEqual([1, 3, 5, 7]);
    expect((await run('Conv', [x, w], { auto_pad: 'VALID' }))[0].values).toEqual([3, 5, 7]);
  });

  test('has a shape when sizes are names', () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', ['batch', 3, 'h', 'w']);
    const w = builder.input('weight', 'f32', [8, 3, 3, 3]);
    const y = builder.add('Conv', [x, w], { strides: [2, 2], pads: [1, 1, 1, 1] });
    expect(builder.type(y).shape).toEqual(['batch', 8, 'floor((h + 1)/2)', 'floor((w + 1)/2)']);
  });

  test('refuses channels that do not meet', () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', [1, 4, 5, 5]);
    const w = builder.input('weight', 'f32', [8, 3, 3, 3]);
    expect(() => builder.add('Conv', [x, w])).toThrow('X has 4 channels, but W takes 3 in each of 1 groups.');
  });
});

describe('ConvTranspose', () => {
  test('spreads each value through the kernel', async () => {
    const [y] = await run(
      'ConvTranspose',
      [
        [
          [1, 1, 2],
          [1, 2],
        ],
        [
          [1, 1, 3],
          [1, 10, 100],
        ],
      ],
      { strides: [2] },
    );
    expect(y).toEqual({ shape: [1, 1, 5], values: [1, 10, 102, 20, 200] });
  });

  test('crops by pads and adds output_padding', async () => {
    const inputs: Input[] = [
      [
        [1, 1, 2],
        [1, 2],
      ],
      [
        [1, 1, 3],
        [1, 10, 100],
      ],
    ];
    const [y] = await run('ConvTranspose', inputs, { strides: [2], pads: [1, 1], output_padding: [1] });
    expect(y).toEqual({ shape: [1, 1, 4], values: [10, 102, 20, 200] });
  });

  test('works its pads out from output_shape', async () => {
    const inputs: Input[] = [
      [
        [1, 1, 2],
        [1, 2],
      ],
      [
        [1, 1, 3],
        [1, 10, 100],
      ],
    ];
    const [y] = await run('ConvTranspose', inputs, { strides: [2], output_shape: [4], auto_pad: 'SAME_UPPER' });
    expect(y).toEqual({ shape: [1, 1, 4], values: [1, 10, 102, 20] });
  });
});

describe('pools', () => {
  test('MaxPool gives values and row-major or column-major indices', async () => {
    const options = { kernel_shape: [2, 2], strides: [1, 1] };
    const [values, rows] = await run('MaxPool', [image], options, 2);
    expect(values.values).toEqual([5, 6, 8, 9]);
    expect(rows.values).toEqual([4, 5, 7, 8]);
    const [, columns] = await run('MaxPool', [image], { ...options, storage_order: 1 }, 2);
    expect(columns.values).toEqual([4, 7, 5, 8]);
  });

  test('ceil_mode drops a window that would start in the end padding', async () => {
    const x: Input = [
      [1, 1, 3],
      [1, 2, 3],
    ];
    const [hangs] = await run('MaxPool', [x], { kernel_shape: [2], strides: [2], ceil_mode: 1 });
    expect(hangs.values).toEqual([2, 3]);
    const [dropped] = await run('MaxPool', [x], { kernel_shape: [1], strides: [3], pads: [0, 0], ceil_mode: 1 });
    expect(dropped.values).toEqual([1]);
  });

  test('AveragePool counts padding only when told, and never what lies past it', async () => {
    const x: Input = [
      [1, 1, 3],
      [3, 6, 9],
    ];
    const pads = { kernel_shape: [2], strides: [2], pads: [1, 0] };
    expect((await run('AveragePool', [x], pads))[0].values).toEqual([3, 7.5]);
    expect((await run('AveragePool', [x], { ...pads, count_include_pad: 1 }))[0].values).toEqual([1.5, 7.5]);
    const hanging = { kernel_shape: [2], strides: [2], ceil_mode: 1, count_include_pad: 1 };
    expect((await run('AveragePool', [x], hanging))[0].values).toEqual([4.5, 9]);
  });

  test('global pools leave one value a plane', async () => {
    const x: Input = [
      [1, 2, 2, 2],
      [1, 2, 3, 6, -1, -2, -3, -6],
    ];
    expect((await run('GlobalAveragePool', [x]))[0]).toEqual({ shape: [1, 2, 1, 1], values: [3, -3] });
    expect((await run('GlobalMaxPool', [x]))[0].values).toEqual([6, -1]);
  });
});

describe('fused gradients', () => {
  test('ConvWeightGradient correlates dY with X', async () => {
    const dy: Input = [
      [1, 1, 2, 2],
      [1, 0, 0, 2],
    ];
    const [dw] = await run('ConvWeightGradient', [dy, image], { kernel_shape: [2, 2] });
    expect(dw.values).toEqual([1 + 10, 2 + 12, 4 + 16, 5 + 18]);
  });
});
