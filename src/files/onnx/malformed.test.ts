/** Files that are broken, each with the sentence that says so; and mutated files, which must never hang or crash. */
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../core/bytes/byteSource.ts';
import { DecantError } from '../../core/errors.ts';
import { createRandom } from '../../core/random.ts';
import { inferTypes } from '../../graph/inferTypes.ts';
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
import { readOnnx } from './readOnnx.ts';
import { MessageWriter } from './write/protoWriter.ts';

const relu = fixtureNode('Relu', ['x'], ['y']);
const x = fixtureValue('x', 'f32', [2]);
const y = fixtureValue('y', 'f32', [2]);
const good = fixtureModel({ nodes: [relu], inputs: [x], outputs: [y] });
const two = tensorFrom('f32', [2], [1, 2]);

/** What is wrong, the file, and a part of the sentence that says so. */
const broken: readonly [string, Uint8Array, string][] = [
  ['an empty file', new Uint8Array(), 'this is not an ONNX model: 0 bytes without a graph'],
  ['text', new TextEncoder().encode('{"format": "safetensors"}'), 'f.onnx: the model has a field'],
  ['a file cut short', good.subarray(0, good.length - 20), 'The file may be cut short'],
  [
    'a length beyond the file',
    Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f),
    '4,294,967,295 bytes at byte 0, but only 0',
  ],
  ['a length of 2^63', Uint8Array.of(0x3a, ...Array(9).fill(0xff), 0x01), 'are left. The file may be cut short'],
  ['a number without end', Uint8Array.of(0x08, ...Array(12).fill(0xff)), 'that does not end in time'],
  ['a group', Uint8Array.of(0x0b, 0x01), 'wire type 3 at byte 0; ONNX uses 0, 1, 2 and 5'],
  ['field number 0', Uint8Array.of(0x00, 0x01), 'a field with number 0 at byte 0'],
  ['a graph that is a number', Uint8Array.of(0x38, 0x01), 'the graph has wire type 0 in place of a message'],
  ['opset 6', fixtureModel({ opset: 6, nodes: [relu], inputs: [x], outputs: [y] }), 'opset 6; Decant reads 7 to 26'],
  ['opset 99', fixtureModel({ opset: 99, nodes: [relu], inputs: [x], outputs: [y] }), 'opset 99; Decant reads 7 to 26'],
  [
    'a cycle',
    fixtureModel({
      nodes: [
        fixtureNode('Add', ['x', 'b'], ['a'], {}, { name: 'first' }),
        fixtureNode('Relu', ['a'], ['b'], {}, { name: 'second' }),
      ],
      inputs: [x],
      outputs: [fixtureValue('a')],
    }),
    'node "first" (Add) needs its own result: the graph has a cycle',
  ],
  [
    'a value that nothing makes',
    fixtureModel({ nodes: [fixtureNode('Relu', ['gone'], ['y'])], outputs: [y] }),
    'the Relu node that makes "y" uses "gone", but no input, initializer or node makes it',
  ],
  [
    'an output that nothing makes',
    fixtureModel({ nodes: [relu], inputs: [x], outputs: [fixtureValue('z')] }),
    'output "z" is made by no node',
  ],
  [
    'a name given twice',
    fixtureModel({ nodes: [relu, fixtureNode('Abs', ['x'], ['y'])], inputs: [x], outputs: [y] }),
    'the name "y" is given twice, to an output of the Relu node that makes "y" and to an output of the Abs node',
  ],
  [
    'two initializers of one name',
    fixtureModel({ nodes: [relu], initializers: [fixtureTensor('x', two), fixtureTensor('x', two)], outputs: [y] }),
    'the name "x" is given twice, to an initializer and to an initializer',
  ],
  [
    'an input of doubles',
    fixtureModel({ nodes: [relu], inputs: [fixtureValue('x', 11, [2])], outputs: [y] }),
    'input "x" is of type double',
  ],
  [
    'an input of strings',
    fixtureModel({ nodes: [relu], inputs: [fixtureValue('x', 8, [2])], outputs: [y] }),
    'input "x" is of type string',
  ],
  [
    'an input without a shape',
    fixtureModel({ nodes: [relu], inputs: [fixtureValue('x')], outputs: [y] }),
    'input "x" says nothing of its shape',
  ],
  [
    'a negative dimension of an input',
    fixtureModel({ nodes: [relu], inputs: [fixtureValue('x', 'f32', [-7])], outputs: [y] }),
    'value "x" has a dimension of -7',
  ],
  ['weights of bfloat16', weights(tensorWith({ code: 16, dims: [2], raw: 4 })), 'initializer "w" is of type bfloat16'],
  ['a negative dimension of a weight', weights(tensorWith({ code: 1, dims: [-2], raw: 8 })), 'has a dimension of -2'],
  ['33 dimensions', weights(tensorWith({ code: 1, dims: Array(33).fill(1), raw: 4 })), 'more than 32 dimensions'],
  [
    'a shape too large for its bytes',
    weights(tensorWith({ code: 1, dims: [1e6, 1e6], raw: 8 })),
    'needs 4,000,000,000,000 bytes, but 8 are stored',
  ],
  [
    'more elements than can be counted',
    weights(tensorWith({ code: 1, dims: [2 ** 40, 2 ** 40], raw: 8 })),
    'would hold more than',
  ],
  [
    'a shape too large for its typed data',
    weights(tensorWith({ code: 1, dims: [1e9], raw: 0 })),
    'needs 1,000,000,000 elements',
  ],
  [
    'sparse weights',
    (() => {
      const graph = fixtureGraph({ nodes: [relu], inputs: [x], outputs: [y] });
      graph.message(15, new MessageWriter());
      const model = new MessageWriter();
      model.message(7, graph);
      return model.finish();
    })(),
    'sparse initializers, which Decant does not read',
  ],
  [
    'external data that is not there',
    weights(externalTensor('w', [2], { location: 'model.bin', offset: 0, length: 8 })),
    'its weights lie in "model.bin", which is not here. Drop the model and that file together.',
  ],
  ['graphs nested without end', nested(40), 'nests graphs more than 32 deep'],
];

describe('a broken file is refused by a sentence', () => {
  test.each(broken)('%s', async (_, bytes, sentence) => {
    const error = await refusalOf(bytes);
    expect(error.message).toContain(sentence);
    expect(error.message).toMatch(/^f\.onnx: /);
  });
});

test('a list longer than a call takes arguments is read', async () => {
  const axes = Array.from({ length: 300_000 }, () => 0);
  const bytes = fixtureModel({ nodes: [fixtureNode('Wonder', ['x'], ['y'], { axes })], inputs: [x], outputs: [y] });
  const graph = await readOnnx(memorySource('f.onnx', bytes));
  expect(graph.nodes).toHaveLength(1);
  const many = Uint8Array.from({ length: 200_000 }, () => 1);
  const tensor = new MessageWriter();
  tensor.bytes(1, many);
  expect((await refusalOf(weights(tensor))).message).toContain('more than 32 dimensions');
});

test('external data outside its file is refused', async () => {
  const bytes = weights(externalTensor('w', [2], { location: 'a/model.bin', offset: 100, length: 8 }));
  const file = memorySource('model.bin', new Uint8Array(64));
  await expect(readOnnx(memorySource('f.onnx', bytes), { files: [file] })).rejects.toThrow(
    'tensor "w" (float 2) should lie at byte 100 with 8 bytes and needs 8, but the file has 64',
  );
});

test('mutated fixtures are read or refused, never worse', async () => {
  const whole = fixtureModel({
    nodes: [fixtureNode('MatMul', ['x', 'w'], ['z']), fixtureNode('Relu', ['z'], ['y'])],
    inputs: [fixtureValue('x', 'f32', ['batch', 2])],
    outputs: [y],
    initializers: [fixtureTensor('w', tensorFrom('f32', [2, 2], [1, 2, 3, 4]))],
  });
  await readMutations(whole, 400);
});

testWithData('mutations of opt-mnist are read or refused within two seconds', ['onnx/opt-mnist.onnx'], async (data) => {
  await readMutations(await data.read('onnx/opt-mnist.onnx'), 300);
});

// ---------------------------------------------------------------------------------------------------------------------

function weights(initializer: MessageWriter): Uint8Array {
  return fixtureModel({ nodes: [fixtureNode('Relu', ['w'], ['y'])], initializers: [initializer], outputs: [y] });
}

function tensorWith(parts: { code: number; dims: number[]; raw: number }): MessageWriter {
  const message = new MessageWriter();
  message.ints(1, parts.dims);
  message.int(2, parts.code);
  message.text(8, 'w');
  if (parts.raw > 0) message.bytes(9, new Uint8Array(parts.raw));
  return message;
}

function nested(depth: number): Uint8Array {
  let graph = fixtureGraph({ nodes: [] });
  for (let i = 0; i < depth; i++)
    graph = fixtureGraph({ nodes: [fixtureNode('If', ['x'], ['y'], { then_branch: { graph } })] });
  return fixtureModel({
    nodes: [fixtureNode('If', ['x'], ['y'], { then_branch: { graph } })],
    inputs: [x],
    outputs: [y],
  });
}

async function refusalOf(bytes: Uint8Array): Promise<DecantError> {
  try {
    await readOnnx(memorySource('f.onnx', bytes));
  } catch (error) {
    expect(error).toBeInstanceOf(DecantError);
    if (error instanceof DecantError) return error;
  }
  throw new Error('The file was read.');
}

/** Bytes set at random, runs cut out, runs repeated, ends cut off: each read whole, weights and shapes included, or refused. */
async function readMutations(bytes: Uint8Array, count: number): Promise<void> {
  const random = createRandom(2024);
  for (let i = 0; i < count; i++) {
    const mutated = mutate(bytes, random);
    const start = performance.now();
    try {
      const graph = await readOnnx(memorySource('mutated.onnx', mutated));
      for (const { storage } of graph.parameters.values()) await storage.load();
      await inferTypes(graph);
    } catch (error) {
      expect(error, `mutation ${i}: ${String(error)}`).toBeInstanceOf(DecantError);
    }
    expect(performance.now() - start, `mutation ${i}`).toBeLessThan(2000);
  }
}

function mutate(bytes: Uint8Array, random: ReturnType<typeof createRandom>): Uint8Array {
  const at = random.integer(bytes.length);
  const length = 1 + random.integer(8);
  switch (random.integer(4)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]);
    case 2:
      return Uint8Array.from([...bytes.subarray(0, at + length), ...bytes.subarray(at)]);
    default: {
      const copy = bytes.slice();
      for (let i = 0; i < length; i++) copy[random.integer(bytes.length)] = random.integer(256);
      return copy;
    }
  }
}
