/** Whole models: real digits, states, opaque nodes, values that pass through; each against the reference or by hand. */
import { gunzipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';
import { memorySource } from '../../core/bytes/byteSource.ts';
import { readOnnx } from '../../files/onnx/readOnnx.ts';
import { writeOnnx } from '../../files/onnx/write/writeOnnx.ts';
import { createBuilder } from '../../graph/builder.ts';
import type { Graph } from '../../graph/graph.ts';
import { denseStorage } from '../../graph/graph.ts';
import { toHalf } from '../../tensor/half.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import { testWithData } from '../../testing/data.ts';
import { fixtureGraph, fixtureModel, fixtureNode, fixtureTensor, fixtureValue } from '../../testing/onnxFixtures.ts';
import { createReferenceExecutor } from '../reference/referenceExecutor.ts';
import { createOnnxExecutor, openSession } from './onnxExecutor.ts';
import { fromOrt, toOrt } from './ortTensors.ts';
import { openRuntime } from './runtime.ts';

/** Two convolutions and a product of 256 in f32, over scores of up to some ten thousand. */
const scoreTolerance = 1e-5;
/** A product or a quotient or two in f32. */
const roundingTolerance = 1e-6;

const onnx = createOnnxExecutor();
const reference = createReferenceExecutor();
afterAll(() => onnx.dispose());

const mnist = ['onnx/opt-mnist.onnx', 'mnist/t10k-images-idx3-ubyte.gz'];

testWithData('opt-mnist: file, reader, writer and reference give the same scores for digits', mnist, async (data) => {
  const bytes = await data.read('onnx/opt-mnist.onnx');
  const images = gunzipSync(await data.read('mnist/t10k-images-idx3-ubyte.gz'));
  const graph = await readOnnx(memorySource('opt-mnist.onnx', bytes));
  const runtime = await openRuntime();
  const session = await openSession(runtime, bytes);
  const plans = [await onnx.compile(graph), await reference.compile(graph)];
  for (let digit = 0; digit < 5; digit++) {
    const pixels = images.subarray(16 + digit * 784, 16 + (digit + 1) * 784);
    const input = tensorFrom('f32', [1, 1, 28, 28], pixels);
    const file = await session.run({ Input3: toOrt(runtime.ort, input) });
    const want = fromOrt('scores', file.Plus214_Output_0);
    for (const plan of plans) expectClose((await plan.run({ Input3: input })).Plus214_Output_0, want, scoreTolerance);
  }
  await session.release();
});

test('states advance from run to run, and can be read and set', async () => {
  for (const executor of [onnx, reference]) {
    const plan = await executor.compile(counter());
    expect(await plan.run({ x: tensorFrom('f32', [2], [1, 2]) })).toMatchObject({
      y: { data: Float32Array.of(11, 22) },
    });
    expect(await plan.run({ x: tensorFrom('f32', [2], [1, 2]) })).toMatchObject({
      y: { data: Float32Array.of(12, 24) },
    });
    expect((await plan.readStates()).total.data).toEqual(Float32Array.of(12, 24));
    await plan.writeStates({ total: tensorFrom('f32', [2], [0, 0]) });
    expect(await plan.run({ x: tensorFrom('f32', [2], [5, 6]) })).toMatchObject({ y: { data: Float32Array.of(5, 6) } });
    plan.dispose();
  }
});

test('a written state comes back with its initial value', async () => {
  const { bytes } = await writeOnnx(counter(), { form: 'qdq' });
  const again = await readOnnx(memorySource('counter.onnx', bytes));
  expect(again.inputs.map(({ name }) => name)).toEqual(['x']);
  expect(again.outputs).toEqual(['y']);
  expect(again.states).toMatchObject([{ name: 'total', value: 'before', next: 'y', shape: [2] }]);
  const plan = await onnx.compile(again);
  expect(await plan.run({ x: tensorFrom('f32', [2], [1, 2]) })).toMatchObject({ y: { data: Float32Array.of(11, 22) } });
  plan.dispose();
});

test('opaque nodes run and are written back, with captured values that were renamed', async () => {
  const branch = fixtureGraph({ nodes: [fixtureNode('Add', ['x', 'w'], ['inner'])], outputs: [fixtureValue('inner')] });
  const bytes = fixtureModel({
    opset: 17,
    nodes: [
      fixtureNode('If', ['flag'], ['a'], { then_branch: { graph: branch }, else_branch: { graph: branch } }),
      fixtureNode('Softsign', ['a'], ['y']),
    ],
    inputs: [fixtureValue('flag', 'bool', []), fixtureValue('x', 'f32', [2])],
    outputs: [fixtureValue('y', 'f32', [2])],
    initializers: [fixtureTensor('w', tensorFrom('f32', [2], [1, 2]))],
  });
  const graph = await readOnnx(memorySource('if.onnx', bytes));
  const renamed: Graph = {
    ...graph,
    parameters: new Map([...graph.parameters].map(([, parameter]) => ['v', { ...parameter, name: 'v' }])),
    nodes: graph.nodes.map((node) => ({ ...node, inputs: node.inputs.map((name) => (name === 'w' ? 'v' : name)) })),
  };
  expect(await onnx.unsupported(graph)).toEqual([]);
  expect(await reference.unsupported(graph)).toHaveLength(2);
  for (const model of [graph, renamed]) {
    const plan = await onnx.compile(model);
    const { y } = await plan.run({ flag: tensorFrom('bool', [], [1]), x: tensorFrom('f32', [2], [0, 2]) });
    expectClose(y, tensorFrom('f32', [2], [1 / 2, 4 / 5]), roundingTolerance);
    plan.dispose();
  }
});

test('an operator of a domain that onnxruntime does not know is named before anything starts', async () => {
  const bytes = fixtureModel({
    domains: { 'ai.made.up': 1 },
    nodes: [fixtureNode('Wonder', ['x'], ['y'], {}, { domain: 'ai.made.up', name: 'wonder' })],
    inputs: [fixtureValue('x', 'f32', [2])],
    outputs: [fixtureValue('y')],
  });
  const graph = await readOnnx(memorySource('wonder.onnx', bytes));
  expect(await onnx.unsupported(graph)).toMatchObject([{ node: 'wonder', operator: 'Wonder' }]);
  await expect(onnx.compile(graph)).rejects.toThrow('Node "wonder" (Wonder) cannot run in onnxruntime');
});

test('a node without a kernel in onnxruntime is named', async () => {
  const builder = createBuilder();
  const x = builder.input('x', 'i8', [2]);
  const graph = builder.build([builder.add('Where', [builder.input('c', 'bool', [2]), x, x], {}, 'pick')]);
  await expect(onnx.compile(graph)).rejects.toThrow('Node "pick" cannot run in onnxruntime');
});

test('inputs and weights may be outputs, and every dtype passes', async () => {
  const builder = createBuilder();
  const inputs: Record<string, Tensor> = {
    a: tensorFrom('f16', [2], [1.5, -2]),
    b: tensorFrom('i64', [2], [1, -2]),
    c: tensorFrom('bool', [2], [1, 0]),
    d: tensorFrom('u8', [2], [1, 255]),
    e: tensorFrom('i4', [3], [-8, 7, 1]),
    f: tensorFrom('u4', [3], [0, 15, 1]),
    g: tensorFrom('i8', [2], [-128, 127]),
    h: tensorFrom('u32', [2], [0, 4294967295]),
    i: tensorFrom('i32', [2], [-5, 5]),
    j: tensorFrom('f32', [0, 3], []),
    k: tensorFrom('f32', [], [2.5]),
  };
  const names = Object.entries(inputs).map(([name, { dtype, shape }]) => builder.input(name, dtype, shape));
  const weight = builder.constant('f32', [2], [3, 4]);
  const same = names.map((name) => builder.add('Identity', [name], {}, `${name}_same`));
  const graph = builder.build([...names, weight, ...same]);
  for (const executor of [onnx, reference]) {
    const plan = await executor.compile(graph);
    const outputs = await plan.run(inputs);
    for (const [name, tensor] of Object.entries(inputs)) {
      expect(outputs[name], `${executor.name} ${name}`).toEqual(tensor);
      expect(outputs[`${name}_same`], `${executor.name} ${name}_same`).toEqual(tensor);
    }
    expect(outputs[weight].data).toEqual(Float32Array.of(3, 4));
    plan.dispose();
  }
});

test('halved weights are written as f16 and come back as storage', async () => {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', [1, 2]);
  const data = Uint16Array.from([1, 2, 3, 0.1], toHalf);
  const w = builder.parameter({ name: 'w', dtype: 'f32', shape: [2, 2], storage: denseStorage('f16', data) });
  const graph = builder.build([builder.add('MatMul', [x, w], {}, 'y')]);
  const { bytes } = await writeOnnx(graph, { form: 'qdq' });
  const again = await readOnnx(memorySource('half.onnx', bytes));
  expect(again.parameters.get('w')).toMatchObject({ dtype: 'f32', storage: { kind: 'dense', dtype: 'f16' } });
  expect(again.nodes).toHaveLength(1);
  const input = { x: tensorFrom('f32', [1, 2], [1, -1]) };
  const want = await (await reference.compile(graph)).run(input);
  expectClose((await (await onnx.compile(again)).run(input)).y, want.y, roundingTolerance);
});

// ---------------------------------------------------------------------------------------------------------------------

/** y = before + x, and before becomes y. */
function counter(): Graph {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', [2]);
  const initial = denseStorage('f32', Float32Array.of(10, 20));
  const before = builder.state({ name: 'total', dtype: 'f32', shape: [2], initial, value: 'before', next: 'y' });
  return builder.build([builder.add('Add', [before, x], {}, 'y')]);
}

function expectClose(got: Tensor, want: Tensor, tolerance: number): void {
  const [a, b] = [Array.from(got.data, Number), Array.from(want.data, Number)];
  const largest = Math.max(...b.map(Math.abs));
  expect(Math.max(...a.map((value, i) => Math.abs(value - b[i]))) / largest).toBeLessThan(tolerance);
  expect(got.shape).toEqual(want.shape);
}
