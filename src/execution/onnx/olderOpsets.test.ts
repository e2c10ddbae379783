/**
 * Files of older opsets: what our reader makes of them, run on the reference, agrees with what onnxruntime makes of the
 * same bytes.
 */
import { expect, test } from 'vitest';
import { memorySource } from '../../core/bytes/byteSource.ts';
import { createRandom } from '../../core/random.ts';
import { readOnnx } from '../../files/onnx/readOnnx.ts';
import type { MessageWriter } from '../../files/onnx/write/protoWriter.ts';
import { tensorFrom, toNumbers } from '../../tensor/tensor.ts';
import type { FixtureAttribute } from '../../testing/onnxFixtures.ts';
import { fixtureModel, fixtureNode, fixtureTensor, fixtureValue } from '../../testing/onnxFixtures.ts';
import { createReferenceExecutor } from '../reference/referenceExecutor.ts';
import { openSession } from './onnxExecutor.ts';
import { fromOrt, toOrt } from './ortTensors.ts';
import { openRuntime } from './runtime.ts';

/** f32 against f64 over short sums and one exp. */
const tolerance = 2e-6;

interface Row {
  readonly about: string;
  readonly opset: number;
  readonly type: string;
  readonly shape: readonly number[];
  readonly attributes?: Readonly<Record<string, FixtureAttribute>>;
  readonly outputs?: readonly string[];
  readonly initializers?: readonly MessageWriter[];
  readonly operands?: readonly string[];
  readonly domain?: string;
  /** Whether the node may stay opaque in the opset that our reader brings files to. */
  readonly expectOperators?: readonly string[];
}

const f = (value: number) => ({ float: value });
const vector = (name: string, values: readonly number[]) =>
  fixtureTensor(name, tensorFrom('f32', [values.length], values));

const rows: readonly Row[] = [
  {
    about: 'flattens before the axis',
    opset: 11,
    type: 'Softmax',
    shape: [2, 3, 4],
    attributes: { axis: 1 },
    expectOperators: ['Shape', 'Flatten', 'Softmax', 'Reshape'],
  },
  { about: 'last axis needs no flattening', opset: 9, type: 'Softmax', shape: [2, 5], expectOperators: ['Softmax'] },
  { about: 'axis 0', opset: 7, type: 'LogSoftmax', shape: [2, 3], attributes: { axis: 0 } },
  { about: 'bounds as attributes', opset: 9, type: 'Clip', shape: [6], attributes: { min: f(-0.5), max: f(0.25) } },
  { about: 'one bound', opset: 10, type: 'Clip', shape: [6], attributes: { max: f(0.25) } },
  { about: 'no bounds', opset: 7, type: 'Clip', shape: [6] },
  {
    about: 'pads as attribute',
    opset: 10,
    type: 'Pad',
    shape: [2, 3],
    attributes: { pads: [1, 0, 0, 2], value: f(1.5) },
  },
  { about: 'reflects', opset: 7, type: 'Pad', shape: [2, 3], attributes: { pads: [1, 1, 0, 2], mode: 'reflect' } },
  {
    about: 'bounds as attributes',
    opset: 9,
    type: 'Slice',
    shape: [4, 5],
    attributes: { starts: [1, -3], ends: [2 ** 31, -1], axes: [0, 1] },
  },
  { about: 'all axes', opset: 7, type: 'Slice', shape: [4, 5], attributes: { starts: [0, 2], ends: [3, 2 ** 40] } },
  {
    about: 'lengths as attribute',
    opset: 11,
    type: 'Split',
    shape: [2, 5],
    attributes: { axis: 1, split: [2, 3] },
    outputs: ['y', 'z'],
  },
  { about: 'equal parts', opset: 13, type: 'Split', shape: [2, 6], attributes: { axis: 1 }, outputs: ['y', 'z', 'u'] },
  { about: 'axes as attribute', opset: 11, type: 'Squeeze', shape: [1, 3, 1], attributes: { axes: [0] } },
  { about: 'no axes', opset: 11, type: 'Squeeze', shape: [1, 3, 1] },
  { about: 'axes as attribute', opset: 11, type: 'Unsqueeze', shape: [3], attributes: { axes: [0, 2] } },
  {
    about: 'axes as attribute',
    opset: 12,
    type: 'ReduceSum',
    shape: [2, 3, 4],
    attributes: { axes: [0, -1], keepdims: 0 },
  },
  { about: 'all axes', opset: 8, type: 'ReduceSum', shape: [2, 3] },
  ...[
    'ReduceMean',
    'ReduceMax',
    'ReduceMin',
    'ReduceProd',
    'ReduceL1',
    'ReduceL2',
    'ReduceSumSquare',
    'ReduceLogSumExp',
  ].map((type): Row => ({ about: 'axes as attribute', opset: 17, type, shape: [2, 3, 4], attributes: { axes: [1] } })),
  {
    about: 'count as attribute',
    opset: 9,
    type: 'TopK',
    shape: [2, 5],
    attributes: { k: 3, axis: 1 },
    outputs: ['y', 'i'],
  },
  { about: 'ratio as attribute', opset: 10, type: 'Dropout', shape: [5], attributes: { ratio: f(0.5) } },
  {
    about: 'opset 7',
    opset: 7,
    type: 'BatchNormalization',
    shape: [2, 3, 2],
    attributes: { epsilon: f(0.01), momentum: f(0.9) },
    operands: ['s', 'b', 'm', 'v'],
    initializers: [
      vector('s', [1, 2, 3]),
      vector('b', [0.5, 0, -1]),
      vector('m', [0.1, 0.2, 0.3]),
      vector('v', [1, 0.5, 2]),
    ],
  },
  {
    about: 'scales as attribute',
    opset: 8,
    type: 'Upsample',
    shape: [1, 1, 2, 3],
    attributes: { scales: { floats: [1, 1, 2, 3] } },
  },
  {
    about: 'linear',
    opset: 9,
    type: 'Upsample',
    shape: [1, 1, 2, 3],
    attributes: { mode: 'linear' },
    operands: ['s'],
    initializers: [vector('s', [1, 1, 2, 2])],
  },
  {
    about: 'enlarges',
    opset: 10,
    type: 'Resize',
    shape: [1, 1, 2, 3],
    operands: ['s'],
    initializers: [vector('s', [1, 1, 2, 1.5])],
  },
  {
    about: 'reduces',
    opset: 10,
    type: 'Resize',
    shape: [1, 1, 5, 7],
    operands: ['s'],
    initializers: [vector('s', [1, 1, 0.6, 0.6])],
  },
  {
    about: 'empty roi',
    opset: 11,
    type: 'Resize',
    shape: [1, 1, 2, 2],
    attributes: { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
    operands: ['r', 's'],
    initializers: [vector('r', []), vector('s', [1, 1, 2, 2])],
  },
  {
    about: 'old name',
    opset: 10,
    type: 'Scatter',
    shape: [2, 3],
    attributes: { axis: 1 },
    operands: ['i', 'u'],
    initializers: [
      fixtureTensor('i', tensorFrom('i64', [1, 2], [2, 0])),
      fixtureTensor('u', tensorFrom('f32', [1, 2], [9, 8])),
    ],
    expectOperators: ['ScatterElements'],
  },
  { about: 'code of the dtype', opset: 9, type: 'Cast', shape: [4], attributes: { to: 6 } },
  {
    about: 'opset 8',
    opset: 8,
    type: 'MaxPool',
    shape: [1, 1, 5, 5],
    attributes: { kernel_shape: [2, 2], strides: [2, 2], pads: [0, 1, 0, 1] },
  },
  {
    about: 'opset 7',
    opset: 7,
    type: 'AveragePool',
    shape: [1, 1, 5, 5],
    attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1 },
  },
  {
    about: 'of com.microsoft',
    opset: 12,
    type: 'Gelu',
    shape: [5],
    domain: 'com.microsoft',
    expectOperators: ['Gelu'],
  },
];

test.each(rows)('$type of opset $opset: $about', async (row) => {
  const outputs = row.outputs ?? ['y'];
  const node = fixtureNode(row.type, ['x', ...(row.operands ?? [])], outputs, row.attributes, {
    domain: row.domain ?? '',
  });
  const bytes = fixtureModel({
    opset: row.opset,
    domains: row.domain ? { [row.domain]: 1 } : {},
    nodes: [node],
    inputs: [fixtureValue('x', 'f32', row.shape)],
    outputs: outputs.map((name) => fixtureValue(name, name === 'i' ? 'i64' : row.type === 'Cast' ? 'i32' : 'f32')),
    initializers: row.initializers ?? [],
  });
  const random = createRandom(3);
  const size = row.shape.reduce((a, b) => a * b, 1);
  const x = tensorFrom(
    'f32',
    row.shape,
    Float64Array.from({ length: size }, () => random.normal()),
  );

  const graph = await readOnnx(memorySource('old.onnx', bytes));
  expect(graph.nodes.filter((item) => item.kind === 'opaque')).toEqual([]);
  if (row.expectOperators)
    expect(graph.nodes.map((item) => item.kind === 'operator' && item.operator)).toEqual(row.expectOperators);
  const ours = await (await createReferenceExecutor().compile(graph)).run({ x });

  const runtime = await openRuntime();
  const session = await openSession(runtime, bytes);
  const theirs = await session.run({ x: toOrt(runtime.ort, x) });
  for (const name of outputs) {
    const [got, want] = [ours[name], fromOrt(name, theirs[name])];
    expect([got.dtype, ...got.shape], name).toEqual([want.dtype, ...want.shape]);
    const [a, b] = [toNumbers(got).data, toNumbers(want).data];
    for (const [i, value] of a.entries())
      expect(Math.abs(value - b[i]), `${name}[${i}]`).toBeLessThanOrEqual(tolerance * (1 + Math.abs(b[i])));
  }
  await session.release();
});
