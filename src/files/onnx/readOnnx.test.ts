/** What the reader makes of files that are sound. Broken ones: `malformed.test.ts`. */
import { expect, test } from 'vitest';
import type { ByteSource } from '../../core/bytes/byteSource.ts';
import { memorySource } from '../../core/bytes/byteSource.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import { testWithData } from '../../testing/data.ts';
import {
  externalTensor,
  fixtureGraph,
  fixtureModel,
  fixtureNode,
  fixtureTensor,
  fixtureValue,
} from '../../testing/onnxFixtures.ts';
import { matchOnnx } from './matchOnnx.ts';
import { readOnnx } from './readOnnx.ts';
import { MessageWriter } from './write/protoWriter.ts';

const open = (bytes: Uint8Array) => readOnnx(memorySource('model.onnx', bytes));

testWithData('opt-mnist opens: opset 8, weights listed among the inputs', ['onnx/opt-mnist.onnx'], async (data) => {
  const graph = await open(await data.read('onnx/opt-mnist.onnx'));
  expect(graph.inputs).toEqual([{ name: 'Input3', dtype: 'f32', shape: [1, 1, 28, 28] }]);
  expect(graph.outputs).toEqual(['Plus214_Output_0']);
  expect(graph.parameters.size).toBe(7);
  expect(graph.nodes.map((node) => node.kind === 'operator' && node.operator)).toContain('Gemm');
  const first = await graph.parameters.get('Parameter87')?.storage.load();
  expect(first).toHaveLength(3200);
});

test('symbolic dimensions, opsets and metadata are kept', async () => {
  const graph = await open(
    fixtureModel({
      opset: 13,
      nodes: [fixtureNode('Relu', ['x'], ['y'])],
      inputs: [fixtureValue('x', 'f32', ['batch', 3])],
      outputs: [fixtureValue('y')],
      metadata: { licence: 'MIT' },
    }),
  );
  expect(graph.inputs).toEqual([{ name: 'x', dtype: 'f32', shape: ['batch', 3] }]);
  expect(graph.metadata).toEqual({ licence: 'MIT', 'decant.opset_import': 'ai.onnx 13' });
});

test('nodes that stand in the wrong order are sorted', async () => {
  const graph = await open(
    fixtureModel({
      nodes: [
        fixtureNode('Relu', ['a'], ['y'], {}, { name: 'second' }),
        fixtureNode('Abs', ['x'], ['a'], {}, { name: 'first' }),
      ],
      inputs: [fixtureValue('x', 'f32', [1])],
      outputs: [fixtureValue('y')],
    }),
  );
  expect(graph.nodes.map((node) => node.name)).toEqual(['first', 'second']);
});

test('nodes of one name are told apart, and constants become parameters', async () => {
  const graph = await open(
    fixtureModel({
      nodes: [
        fixtureNode('Constant', [], ['c'], { value: { tensor: tensorFrom('f32', [2], [1, 2]) } }),
        fixtureNode('Add', ['x', 'c'], ['a'], {}, { name: 'same' }),
        fixtureNode('Add', ['a', 'c'], ['y'], {}, { name: 'same' }),
      ],
      inputs: [fixtureValue('x', 'f32', [2])],
      outputs: [fixtureValue('y')],
    }),
  );
  expect(graph.nodes.map((node) => node.name)).toEqual(['same', 'same_1']);
  expect(await graph.parameters.get('c')?.storage.load()).toEqual(Float32Array.of(1, 2));
});

test('unknown operators and subgraphs stay opaque, with the outer values that they use', async () => {
  const branch = fixtureGraph({ nodes: [fixtureNode('Add', ['x', 'w'], ['inner'])], outputs: [fixtureValue('inner')] });
  const graph = await open(
    fixtureModel({
      nodes: [
        fixtureNode(
          'If',
          ['flag'],
          ['a'],
          { then_branch: { graph: branch }, else_branch: { graph: branch } },
          { name: 'choice' },
        ),
        fixtureNode('GridSample', ['a', 'x'], ['b']),
        fixtureNode('Cast', ['b'], ['y'], { to: 11 }),
      ],
      inputs: [fixtureValue('flag', 'bool', []), fixtureValue('x', 'f32', [2])],
      outputs: [fixtureValue('y', 11)],
      initializers: [fixtureTensor('w', tensorFrom('f32', [2], [1, 2]))],
    }),
  );
  const [choice, sample, cast] = graph.nodes;
  expect(choice).toMatchObject({ kind: 'opaque', type: 'If', inputs: ['flag', 'x', 'w'] });
  expect(sample).toMatchObject({ kind: 'opaque', reason: 'GridSample is not an operator that Decant computes' });
  expect(cast).toMatchObject({ reason: 'Cast to double leaves the element types that Decant computes with' });
  expect(graph.parameters.has('w')).toBe(true);
});

test('typed data of every dtype is read as raw data is', async () => {
  const typed: [string, number, number, (number | bigint)[], ArrayLike<number | bigint>][] = [
    ['i8', 3, 5, [-1n, 2], [-1, 2]],
    ['u8', 2, 5, [255, 2], [255, 2]],
    ['bool', 9, 5, [1, 0], [1, 0]],
    ['f16', 10, 5, [0x3c00, 0xc000], [0x3c00, 0xc000]],
    ['i32', 6, 5, [-5n, 7], [-5, 7]],
    ['i64', 7, 7, [-5n, 2n ** 40n], [-5n, 2n ** 40n]],
    ['u32', 12, 11, [4294967295, 1], [4294967295, 1]],
    ['i4', 22, 5, [0x2f], [-1, 2]],
    ['u4', 21, 5, [0x2f], [15, 2]],
  ];
  for (const [dtype, code, field, stored, want] of typed) {
    const tensor = new MessageWriter();
    tensor.int(1, 2);
    tensor.int(2, code);
    tensor.text(8, 'w');
    tensor.ints(field, stored);
    const bytes = fixtureModel({
      nodes: [fixtureNode('Identity', ['w'], ['y'])],
      initializers: [tensor],
      outputs: [fixtureValue('y')],
    });
    const parameter = (await open(bytes)).parameters.get('w');
    expect(parameter?.dtype).toBe(dtype);
    expect(Array.from((await parameter!.storage.load()) as ArrayLike<number | bigint>)).toEqual(want);
  }
});

test('external data is found by the last part of its path', async () => {
  const bytes = fixtureModel({
    nodes: [fixtureNode('Relu', ['w'], ['y'])],
    initializers: [externalTensor('w', [2], { location: 'weights/model.bin', offset: 4, length: 8 })],
    outputs: [fixtureValue('y')],
  });
  const file = memorySource('model.bin', new Uint8Array(Float32Array.of(0, 1.5, -2).buffer));
  const graph = await readOnnx(memorySource('model.onnx', bytes), { files: [file] });
  expect(await graph.parameters.get('w')?.storage.load()).toEqual(Float32Array.of(1.5, -2));
});

test('weights are not read when a file is opened', async () => {
  const weights = ['a', 'b', 'c'].map((name) =>
    fixtureTensor(name, { dtype: 'f32', shape: [1 << 20], data: new Float32Array(1 << 20) }),
  );
  const bytes = fixtureModel({
    nodes: [fixtureNode('Sum', ['a', 'b', 'c'], ['y'])],
    initializers: weights,
    outputs: [fixtureValue('y')],
  });
  const { source, read } = counting(bytes);
  const graph = await readOnnx(source);
  expect(read()).toBeLessThan(bytes.length / 10);
  await graph.parameters.get('b')?.storage.load();
  expect(read()).toBeGreaterThan(bytes.length / 4);
});

test('matchOnnx looks at the name, then at the first bytes', () => {
  const model = fixtureModel({ nodes: [] });
  expect(matchOnnx('m.ONNX', new Uint8Array())).toBe(true);
  expect(matchOnnx('download', model.subarray(0, 8))).toBe(true);
  expect(matchOnnx('m.safetensors', new TextEncoder().encode('........{"w":'))).toBe(false);
  expect(matchOnnx('m.gguf', new TextEncoder().encode('GGUF'))).toBe(false);
});

// ---------------------------------------------------------------------------------------------------------------------

function counting(bytes: Uint8Array): { source: ByteSource; read: () => number } {
  const inner = memorySource('big.onnx', bytes);
  let total = 0;
  const read = async (offset: number, length: number) => {
    total += length;
    return inner.read(offset, length);
  };
  return { source: { ...inner, read }, read: () => total };
}
