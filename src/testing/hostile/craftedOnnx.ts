/**
 * ONNX files made to do harm: a few bytes that ask for terabytes, graphs without an end, attributes that no operator can
 * have, names that mean something to JavaScript. Each is one row.
 */
import { tensorFrom } from '../../tensor/tensor.ts';
import type { FixtureAttribute, FixtureModel } from '../onnxFixtures.ts';
import {
  externalTensor,
  fixtureGraph,
  fixtureModel,
  fixtureNode,
  fixtureTensor,
  fixtureValue,
} from '../onnxFixtures.ts';
import type { HostileFile } from './hostileFile.ts';
import { onnxFile } from './hostileFile.ts';
import { joined, varint } from './protoTree.ts';

export function craftedOnnx(): HostileFile[] {
  return [...wirings(), ...operatorBombs(), ...foldingBombs(), ...externals(), ...frames()];
}

// ---------------------------------------------------------------------------------------------------------------------

type Attributes = Readonly<Record<string, FixtureAttribute>>;

const huge = 2 ** 40;
const x = fixtureValue('x', 'f32', [1, 4]);
const image = fixtureValue('x', 'f32', [1, 1, 4, 4]);
const y = fixtureValue('y');

const model = (about: string, parts: FixtureModel): HostileFile =>
  onnxFile(about, fixtureModel({ inputs: [x], outputs: [y], ...parts }));

const integers = (name: string, values: readonly number[]) =>
  fixtureTensor(name, tensorFrom('i64', [values.length], values));
const floats = (name: string, shape: readonly number[]) =>
  fixtureTensor(name, tensorFrom('f32', shape, Array(shape.reduce((a, b) => a * b, 1)).fill(0.5)));

function wirings(): HostileFile[] {
  const relu = fixtureNode('Relu', ['x'], ['y']);
  const words = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  return [
    model('a node that feeds itself', { nodes: [fixtureNode('Add', ['x', 'y'], ['y'])] }),
    model('a cycle of a thousand nodes', {
      nodes: Array.from({ length: 1000 }, (_, i) => fixtureNode('Relu', [`v${i}`], [i === 999 ? 'v0' : `v${i + 1}`])),
      outputs: [fixtureValue('v5')],
    }),
    model('a chain of 5,000 nodes, last first', {
      nodes: Array.from({ length: 5_000 }, (_, i) => fixtureNode('Relu', [i === 4_999 ? 'x' : `v${i + 1}`], [`v${i}`])),
      outputs: [fixtureValue('v0')],
    }),
    model('an input that nobody makes', { nodes: [fixtureNode('Add', ['x', 'ghost'], ['y'])] }),
    model('an output that nobody makes', { nodes: [relu], outputs: [fixtureValue('ghost')] }),
    model('one name for two nodes', { nodes: [relu, fixtureNode('Abs', ['x'], ['y'])] }),
    model('one name for an input and a weight', { nodes: [relu], inputs: [x, x] }),
    model('a node without inputs', { nodes: [fixtureNode('Add', [], ['y'])] }),
    model('a node without outputs', { nodes: [relu, fixtureNode('Relu', ['x'], [])] }),
    model('a node with a thousand inputs', { nodes: [fixtureNode('Relu', Array(1000).fill('x'), ['y'])] }),
    model('a node with a thousand outputs', {
      nodes: [fixtureNode('Relu', ['x'], ['y', ...Array.from({ length: 999 }, (_, i) => `y${i}`)])],
    }),
    model('no nodes', { nodes: [], outputs: [x] }),
    model('no outputs', { nodes: [relu], outputs: [] }),
    ...words.map((word) => model(`an operator called ${word}`, { nodes: [fixtureNode(word, ['x'], ['y'])] })),
    model('values called __proto__ and constructor', {
      nodes: [fixtureNode('Relu', ['__proto__'], ['constructor'])],
      inputs: [fixtureValue('__proto__', 'f32', [1, 4])],
      outputs: [fixtureValue('constructor')],
    }),
    model('metadata called __proto__', { nodes: [relu], metadata: { __proto__: 'x', constructor: 'y' } }),
    model('an attribute called __proto__', { nodes: [fixtureNode('Relu', ['x'], ['y'], { ['__proto__']: 3 })] }),
  ];
}

/** Each a node on `x`, which one attribute or one constant makes impossible. */
function operatorBombs(): HostileFile[] {
  const node = (
    type: string,
    attributes: Attributes,
    about = JSON.stringify(attributes),
    inputs = ['x'],
  ): HostileFile => model(`${type} with ${about}`, { nodes: [fixtureNode(type, inputs, ['y'], attributes)] });
  const onImage = (type: string, attributes: Attributes): HostileFile =>
    model(`${type} with ${JSON.stringify(attributes)}`, {
      nodes: [fixtureNode(type, type.startsWith('Conv') ? ['x', 'w'] : ['x'], ['y'], attributes)],
      inputs: [image],
      initializers: type.startsWith('Conv') ? [floats('w', [1, 1, 3, 3])] : [],
    });
  const withIntegers = (type: string, values: readonly number[], attributes: Attributes = {}): HostileFile =>
    model(`${type} to ${values.join(', ')}`, {
      nodes: [fixtureNode(type, ['x', 'n'], type === 'TopK' ? ['y', 'i'] : ['y'], attributes)],
      initializers: [integers('n', values)],
    });
  return [
    onImage('Conv', { strides: [0, 0] }),
    onImage('Conv', { dilations: [2 ** 31, 2 ** 31] }),
    onImage('Conv', { pads: [huge, huge, huge, huge] }),
    onImage('Conv', { pads: [-9, -9, -9, -9] }),
    onImage('Conv', { group: 0 }),
    onImage('Conv', { group: -3 }),
    onImage('Conv', { kernel_shape: [0, 0] }),
    onImage('ConvTranspose', { strides: [huge, huge] }),
    onImage('ConvTranspose', { output_shape: [huge, huge] }),
    onImage('MaxPool', { kernel_shape: [0, 0] }),
    onImage('MaxPool', { kernel_shape: [2, 2], strides: [0, 1] }),
    onImage('MaxPool', { kernel_shape: [30000, 30000], pads: [15000, 15000, 15000, 15000] }),
    onImage('AveragePool', { kernel_shape: [2, 2], pads: [huge, 0, huge, 0] }),
    onImage('DepthToSpace', { blocksize: 0 }),
    onImage('SpaceToDepth', { blocksize: -2 }),
    node('Transpose', { perm: [0, 0] }),
    node('Transpose', { perm: [9, -9] }),
    node('Concat', { axis: 99 }),
    node('Softmax', { axis: -(2 ** 31) }),
    node('Flatten', { axis: huge }),
    node('Cast', { to: 99 }),
    node('Gemm', { alpha: { float: Number.NaN } }, 'alpha NaN', ['x', 'x']),
    withIntegers('Reshape', [huge, huge]),
    withIntegers('Reshape', [-1, -1]),
    withIntegers('Reshape', [-2, 4]),
    withIntegers('Expand', [huge, 4]),
    withIntegers('Expand', [2 ** 26, 4]),
    withIntegers('Tile', [2 ** 20, 2 ** 20]),
    withIntegers('Tile', [-1, 1]),
    withIntegers('Pad', [0, 0, huge, huge]),
    withIntegers('Pad', [-9, 0, 0, 0]),
    withIntegers('Squeeze', [7]),
    withIntegers('Unsqueeze', [1, 1]),
    withIntegers('TopK', [huge]),
    withIntegers('TopK', [-1]),
    withIntegers('Gather', [-99]),
    withIntegers('Split', [3, 3], { axis: 1 }),
    withIntegers('ReduceSum', [5]),
    model('Slice by steps of 0', {
      nodes: [fixtureNode('Slice', ['x', 'start', 'end', 'axes', 'steps'], ['y'])],
      initializers: [integers('start', [0]), integers('end', [2]), integers('axes', [1]), integers('steps', [0])],
    }),
    model('MatMulNBits of 2^40 columns', {
      nodes: [fixtureNode('MatMulNBits', ['x', 'w', 's'], ['y'], { K: huge, N: huge, bits: 4, block_size: 32 }, ms)],
      domains: { 'com.microsoft': 1 },
      initializers: [fixtureTensor('w', tensorFrom('u8', [1, 1, 16], Array(16).fill(0))), floats('s', [1])],
    }),
    model('MatMulNBits of 99 bits, blocks of 0', {
      nodes: [fixtureNode('MatMulNBits', ['x', 'w', 's'], ['y'], { K: 4, N: 1, bits: 99, block_size: 0 }, ms)],
      domains: { 'com.microsoft': 1 },
      initializers: [fixtureTensor('w', tensorFrom('u8', [1, 1, 16], Array(16).fill(0))), floats('s', [1])],
    }),
    model('DequantizeLinear with a scale of another shape', {
      nodes: [
        fixtureNode('DequantizeLinear', ['w', 's'], ['d'], { axis: 5 }),
        fixtureNode('MatMul', ['x', 'd'], ['y']),
      ],
      initializers: [fixtureTensor('w', tensorFrom('i8', [4, 2], Array(8).fill(1))), floats('s', [3])],
    }),
    model('DequantizeLinear in blocks of -4', {
      nodes: [
        fixtureNode('DequantizeLinear', ['w', 's'], ['d'], { axis: 0, block_size: -4 }),
        fixtureNode('MatMul', ['x', 'd'], ['y']),
      ],
      initializers: [fixtureTensor('w', tensorFrom('i8', [4, 2], Array(8).fill(1))), floats('s', [1, 2])],
    }),
  ];
}

const ms = { domain: 'com.microsoft' };

/** What folding constants, inferring shapes or trying a batch out would blow up. */
function foldingBombs(): HostileFile[] {
  const doubling = Array.from({ length: 45 }, (_, i) =>
    fixtureNode('Concat', [`c${i}`, `c${i}`], [`c${i + 1}`], { axis: 0 }),
  );
  const sum = fixtureNode('ReduceSum', ['c45'], ['s'], { keepdims: 0 });
  const scalar = (name: string, value: number) => fixtureTensor(name, tensorFrom('i64', [], [value]));
  return [
    model('a constant doubled 45 times', {
      nodes: [...doubling, sum, fixtureNode('Add', ['x', 's'], ['y'])],
      initializers: [floats('c0', [16])],
    }),
    model('integers doubled 45 times as a shape', {
      nodes: [...doubling, fixtureNode('Reshape', ['x', 'c45'], ['y'])],
      initializers: [integers('c0', [1, 1])],
    }),
    model('ConstantOfShape of 2^40 x 2^40', {
      nodes: [fixtureNode('ConstantOfShape', ['n'], ['c']), fixtureNode('Add', ['x', 'c'], ['y'])],
      initializers: [integers('n', [huge, huge])],
    }),
    model('ConstantOfShape of a gigabyte', {
      nodes: [fixtureNode('ConstantOfShape', ['n'], ['c']), fixtureNode('MatMul', ['x', 'c'], ['y'])],
      initializers: [integers('n', [4, 2 ** 26])],
    }),
    model('ConstantOfShape of -5', {
      nodes: [fixtureNode('ConstantOfShape', ['n'], ['c']), fixtureNode('Add', ['x', 'c'], ['y'])],
      initializers: [integers('n', [-5])],
    }),
    model('a Range of 2^40 numbers as a shape', {
      nodes: [fixtureNode('Range', ['a', 'b', 'd'], ['r']), fixtureNode('Reshape', ['x', 'r'], ['y'])],
      initializers: [scalar('a', 0), scalar('b', huge), scalar('d', 1)],
    }),
    model('a Range by steps of 0', {
      nodes: [fixtureNode('Range', ['a', 'b', 'd'], ['r']), fixtureNode('Reshape', ['x', 'r'], ['y'])],
      initializers: [scalar('a', 0), scalar('b', 4), scalar('d', 0)],
    }),
    model('OneHot of 2^40 classes', {
      nodes: [fixtureNode('OneHot', ['i', 'depth', 'values'], ['c']), fixtureNode('Add', ['x', 'c'], ['y'])],
      initializers: [integers('i', [0, 1]), scalar('depth', huge), floats('values', [2])],
    }),
    model('a constant expanded to 2^50 values', {
      nodes: [
        fixtureNode('Expand', ['c', 'n'], ['e']),
        fixtureNode('ReduceSum', ['e'], ['s'], { keepdims: 0 }),
        fixtureNode('Add', ['x', 's'], ['y']),
      ],
      initializers: [floats('c', [1, 1]), integers('n', [2 ** 25, 2 ** 25])],
    }),
    model('an input of 2^40 values a sample', {
      nodes: [fixtureNode('Relu', ['x'], ['y'])],
      inputs: [fixtureValue('x', 'f32', [1, huge])],
    }),
    model('an input of 2^62 values a sample', {
      nodes: [fixtureNode('Relu', ['x'], ['y'])],
      inputs: [fixtureValue('x', 'f32', [1, 2 ** 31, 2 ** 31])],
    }),
    model('a product of 10^10 values', {
      nodes: [fixtureNode('Transpose', ['x'], ['t'], { perm: [1, 0] }), fixtureNode('MatMul', ['t', 'x'], ['y'])],
      inputs: [fixtureValue('x', 'f32', [1, 100_000])],
    }),
    model('powers of an input, 60 times its own square of values', {
      nodes: Array.from({ length: 60 }, (_, i) =>
        fixtureNode('Concat', [i === 0 ? 'x' : `v${i}`, i === 0 ? 'x' : `v${i}`], [i === 59 ? 'y' : `v${i + 1}`], {
          axis: 1,
        }),
      ),
    }),
  ];
}

function externals(): HostileFile[] {
  const multiply = fixtureNode('MatMul', ['x', 'w'], ['y']);
  const data = [{ name: 'w.bin', bytes: new Uint8Array(64) }];
  const external = (about: string, entries: Record<string, string | number>, beside: HostileFile['files'] = data) =>
    onnxFile(
      `external data ${about}`,
      fixtureModel({
        nodes: [multiply],
        inputs: [x],
        outputs: [y],
        initializers: [externalTensor('w', [4, 4], entries)],
      }),
      beside,
    );
  return [
    external('that is missing', { location: 'w.bin', offset: 0, length: 64 }, []),
    external('without a place', { offset: 0, length: 64 }),
    external('above the folder', { location: '../../../etc/passwd', offset: 0, length: 64 }),
    external('on another machine', { location: 'https://example.invalid/w.bin', offset: 0, length: 64 }, []),
    external('beyond its file', { location: 'w.bin', offset: 60, length: 64 }),
    external('at a negative offset', { location: 'w.bin', offset: -8, length: 64 }),
    external('at 2^53', { location: 'w.bin', offset: 2 ** 53, length: 64 }),
    external('at "here"', { location: 'w.bin', offset: 'here', length: 64 }),
    external('of another length', { location: 'w.bin', offset: 0, length: 63 }),
    external('of length 2^63', { location: 'w.bin', offset: 0, length: '9223372036854775808' }),
    external('in the model itself', { location: 'hostile.onnx', offset: 0, length: 64 }, []),
  ];
}

/** Frames that lie about what is in them. */
function frames(): HostileFile[] {
  const good = fixtureModel({ nodes: [fixtureNode('Relu', ['x'], ['y'])], inputs: [x], outputs: [y] });
  const opset = (version: number) =>
    model(`opset ${version}`, { opset: version, nodes: [fixtureNode('Relu', ['x'], ['y'])] });
  return [
    onnxFile('nothing at all', new Uint8Array()),
    onnxFile('a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)),
    onnxFile('text', new TextEncoder().encode('{"error": "not found"}')),
    onnxFile('zeros', new Uint8Array(4096)),
    onnxFile('ones', new Uint8Array(4096).fill(255)),
    onnxFile('a graph of 2^62 bytes', joined([Uint8Array.of(0x3a), varint(2n ** 62n), good])),
    onnxFile('two graphs', joined([good, good])),
    onnxFile('a field without end', joined([good, Uint8Array.of(0x72, ...Array(10).fill(0xff))])),
    opset(0),
    opset(-1),
    opset(2 ** 40),
    onnxFile('2,000 graphs in each other', nestedGraphs(2000)),
  ];
}

/** Built from inside out, each level once around the bytes of the one before. */
function nestedGraphs(depth: number): Uint8Array {
  const around = (tag: number, inner: Uint8Array) => joined([varint(BigInt(tag)), varint(BigInt(inner.length)), inner]);
  let inner: Uint8Array = fixtureGraph({ nodes: [] }).finish();
  for (let i = 0; i < depth; i++) inner = around(0x0a, around(0x2a, around(0x32, inner)));
  return joined([around(0x3a, inner), fixtureModel({ nodes: [] })]);
}
