/** safetensors: round trips, what is refused and in which words, golden words of compressed-tensors. */
import { describe, expect, test } from 'vitest';
import { quantizeMatrix } from '../../compression/quantization/quantizeMatrix.ts';
import { memorySource } from '../../core/bytes/byteSource.ts';
import { DecantError } from '../../core/errors.ts';
import { createRandom } from '../../core/random.ts';
import type { PackedStorage, Parameter } from '../../graph/graph.ts';
import { parameterFrom } from '../../graph/graph.ts';
import { loadParameter } from '../../graph/parameterData.ts';
import type { PackedLayout } from '../../tensor/packed.ts';
import { tensorFrom, toNumbers } from '../../tensor/tensor.ts';
import { testWithData } from '../../testing/data.ts';
import { matchSafetensors } from './matchSafetensors.ts';
import { readSafetensors } from './readSafetensors.ts';
import { encodeFile, writeSafetensors } from './writeSafetensors.ts';

const source = (bytes: Uint8Array, name = 'model.safetensors') => memorySource(name, bytes);
const json = (name: string, value: unknown) => memorySource(name, new TextEncoder().encode(JSON.stringify(value)));

function withHeader(header: string, data = 16): Uint8Array {
  const text = new TextEncoder().encode(header);
  const out = new Uint8Array(8 + text.length + data);
  new DataView(out.buffer).setBigUint64(0, BigInt(text.length), true);
  out.set(text, 8);
  return out;
}

async function valuesOf(parameter: Parameter | undefined): Promise<number[]> {
  return Array.from(toNumbers(await loadParameter(parameter!)).data);
}

test('every dtype is written and read back, with metadata', async () => {
  const parameters = [
    parameterFrom('a.f32', tensorFrom('f32', [2, 2], [1, -2, 0.5, 3])),
    parameterFrom('b.f16', tensorFrom('f16', [2], [0.5, -65504])),
    parameterFrom('c.i64', tensorFrom('i64', [1], [-5])),
    parameterFrom('d.i32', tensorFrom('i32', [], [7])),
    parameterFrom('e.i8', tensorFrom('i8', [3], [-128, 0, 127])),
    parameterFrom('f.u8', tensorFrom('u8', [0], [])),
    parameterFrom('g.bool', tensorFrom('bool', [2], [1, 0])),
    parameterFrom('h.u32', tensorFrom('u32', [1], [4294967295])),
  ];
  const { bytes } = await writeSafetensors(parameters, { form: 'dense', metadata: { licence: 'MIT' } });
  const { tensors, metadata } = await readSafetensors([source(bytes)]);
  expect(metadata).toEqual({ licence: 'MIT' });
  for (const parameter of parameters)
    expect(await valuesOf(tensors.get(parameter.name))).toEqual(await valuesOf(parameter));
  expect(tensors.get('b.f16')).toMatchObject({ fileDType: 'F16', dtype: 'f32', bytes: 4 });
});

test('F64, BF16, I16 and U16 are widened or narrowed; F8 is listed and refused by name', async () => {
  const view = (data: ArrayBufferView) => new Uint8Array(data.buffer);
  const bytes = encodeFile(
    [
      { name: 'd', dtype: 'F64', shape: [1], bytes: view(Float64Array.of(1.5)) },
      { name: 'b', dtype: 'BF16', shape: [2], bytes: view(Uint16Array.of(0x3f80, 0xc040)) },
      { name: 's', dtype: 'I16', shape: [1], bytes: view(Int16Array.of(-300)) },
      { name: 'u', dtype: 'U16', shape: [1], bytes: view(Uint16Array.of(65535)) },
      { name: 'e', dtype: 'F8_E4M3', shape: [2], bytes: new Uint8Array(2) },
    ],
    {},
  );
  const { tensors } = await readSafetensors([source(bytes)]);
  const all = await Promise.all(['d', 'b', 's', 'u'].map((name) => valuesOf(tensors.get(name))));
  expect(all).toEqual([[1.5], [1, -3], [-300], [65535]]);
  await expect(valuesOf(tensors.get('e'))).rejects.toThrow(
    'tensor "e" is "F8_E4M3", which Decant does not compute with',
  );
});

const good = '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}';
test.each<[string, Uint8Array, string]>([
  ['empty', new Uint8Array(3), 'has 3 bytes; a safetensors file begins with 8'],
  ['length beyond the file', withHeader(`${good}}`).subarray(0, 20), 'gives its header 54 bytes, but 12 follow'],
  ['absurd length', new Uint8Array(16).fill(255), 'gives its header 18,446,744,073,709,552,000 bytes, but 8 follow'],
  ['no JSON', withHeader('{"a":'), 'its header is not valid JSON'],
  ['NaN', withHeader('{"a":{"dtype":"F32","shape":[NaN],"data_offsets":[0,8]}}'), 'its header is not valid JSON'],
  ['no object', withHeader('[1,2]'), 'its header is no JSON object'],
  [
    'twice the same name',
    withHeader(`${good},"\\u0061":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}`),
    'its header names "a" twice',
  ],
  [
    'overlap',
    withHeader(`${good},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}`),
    'tensor "b" overlaps tensor "a" at byte 4',
  ],
  [
    'beyond the data',
    withHeader('{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,36]}}'),
    'lies at bytes 0 to 36, but the data ends at 16',
  ],
  ['backwards', withHeader('{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}'), 'lies at bytes 8 to 0'],
  [
    'bytes that do not fill the shape',
    withHeader('{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}'),
    'is F32 of 3, which takes 12 bytes, but 8 are given',
  ],
  [
    'overflowing shape',
    withHeader('{"a":{"dtype":"F32","shape":[9007199254740991,9007199254740991],"data_offsets":[0,8]}}'),
    'but 8 are given',
  ],
  [
    'negative dimension',
    withHeader('{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}'),
    'has no shape of whole numbers, but [-2]',
  ],
  ['no dtype', withHeader('{"a":{"shape":[2],"data_offsets":[0,8]}}'), 'tensor "a" has no dtype'],
  ['no text in metadata', withHeader('{"__metadata__":{"a":1}}'), '__metadata__ may hold text alone'],
])('refused: %s', async (_, bytes, message) => {
  await expect(readSafetensors([source(bytes)])).rejects.toThrow(message);
});

test('200 damaged files open or are refused in a sentence, none otherwise', async () => {
  const parameters = [
    parameterFrom('a', tensorFrom('f32', [2, 3], [1, 2, 3, 4, 5, 6])),
    parameterFrom('b', tensorFrom('i64', [2], [1, 2])),
  ];
  const { bytes } = await writeSafetensors(parameters, { form: 'dense', metadata: { licence: 'MIT' } });
  const random = createRandom(200);
  for (let round = 0; round < 200; round++) {
    const damaged = bytes.slice(0, round % 3 === 0 ? random.integer(bytes.length) : bytes.length);
    for (let i = 0; i < 1 + (round % 4) && damaged.length > 0; i++)
      damaged[random.integer(round % 2 ? Math.min(8, damaged.length) : damaged.length)] = random.integer(256);
    const problem = await readSafetensors([source(damaged)])
      .then(({ tensors }) => Promise.all([...tensors.values()].map(loadParameter)))
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    if (problem !== undefined) expect(problem).toBeInstanceOf(DecantError);
  }
});

describe('shards', () => {
  const shard = (name: string, value: number) =>
    encodeFile([{ name, dtype: 'U8', shape: [1], bytes: Uint8Array.of(value) }], {});
  const files = [source(shard('a', 1), '1.safetensors'), source(shard('b', 2), '2.safetensors')];
  const index = (map: object) => json('model.safetensors.index.json', { weight_map: map });

  test('open together', async () => {
    const { tensors } = await readSafetensors([...files, index({ a: '1.safetensors', b: '2.safetensors' })]);
    expect([...tensors.keys()]).toEqual(['a', 'b']);
  });

  test('a missing one is named', async () => {
    const some = [files[0], index({ a: '1.safetensors', b: '2.safetensors' })];
    await expect(readSafetensors(some)).rejects.toThrow('also needs "2.safetensors". Open all shards together.');
  });

  test('a tensor that is not where the index says, or is in two, is named', async () => {
    await expect(readSafetensors([...files, index({ c: '1.safetensors' })])).rejects.toThrow('puts tensor "c" into');
    await expect(readSafetensors([files[0], files[0]])).rejects.toThrow('tensor "a" is in another shard too');
  });
});

describe('compressed-tensors', () => {
  const layoutOf = (changes: Partial<PackedLayout>): PackedLayout => ({
    bits: 4,
    rows: 1,
    columns: 8,
    strategy: 'channel',
    groupSize: 8,
    symmetric: true,
    scaleDType: 'f16',
    ...changes,
  });
  function packed(
    values: Float32Array,
    layout: PackedLayout,
    orientation: PackedStorage['orientation'] = 'rows',
  ): Parameter {
    const { matrix } = quantizeMatrix(values, layout, { clip: 'minmax' });
    const shape = orientation === 'rows' ? [layout.rows, layout.columns] : [layout.columns, layout.rows];
    return {
      name: 'fc.weight',
      dtype: 'f32',
      shape,
      storage: { kind: 'packed', layout, orientation, load: async () => matrix },
    };
  }
  const waves = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i * 1.7) + 0.1);

  test('golden word: codes -8 -7 -1 0 1 2 6 7 are 0xfea98710', async () => {
    const weight = packed(Float32Array.of(-7.5, -7, -1, 0, 1, 2, 6, 7), layoutOf({}));
    const { bytes, config } = await writeSafetensors([weight], { form: 'packed' });
    const { tensors } = await readSafetensors([source(bytes)]);
    const [word] = await valuesOf(tensors.get('fc.weight_packed'));
    expect((word >>> 0).toString(16)).toBe('fea98710');
    expect(await valuesOf(tensors.get('fc.weight_shape'))).toEqual([1, 8]);
    expect(config).toMatchObject({
      quantization_config: {
        quant_method: 'compressed-tensors',
        format: 'pack-quantized',
        config_groups: {
          group_0: { targets: ['Linear'], weights: { num_bits: 4, symmetric: true, strategy: 'channel' } },
        },
      },
    });
  });

  test.each<[string, Partial<PackedLayout>, PackedStorage['orientation']]>([
    ['4 bits by group', { rows: 5, columns: 64, strategy: 'group', groupSize: 32 }, 'rows'],
    ['4 bits, a last group cut short', { rows: 3, columns: 40, strategy: 'group', groupSize: 16 }, 'rows'],
    ['4 bits, asymmetric', { rows: 11, columns: 64, strategy: 'group', groupSize: 32, symmetric: false }, 'rows'],
    ['8 bits by channel', { bits: 8, rows: 4, columns: 9, groupSize: 9 }, 'rows'],
    ['8 bits of a MatMul', { bits: 8, rows: 4, columns: 9, groupSize: 9 }, 'columns'],
    ['3 bits in a container of 4', { bits: 3, rows: 4, columns: 32, groupSize: 32 }, 'rows'],
    ['one scale, written once a row', { bits: 8, rows: 4, columns: 32, groupSize: 32, strategy: 'tensor' }, 'rows'],
  ])('%s opens again to the same values', async (_, changes, orientation) => {
    const layout = layoutOf(changes);
    const weight = packed(waves(layout.rows * layout.columns), layout, orientation);
    const { bytes, config } = await writeSafetensors([weight], { form: 'packed' });
    const { tensors } = await readSafetensors([source(bytes), json('config.json', config)]);
    expect([...tensors.keys()]).toEqual(['fc.weight']);
    const expected = await valuesOf(
      orientation === 'rows'
        ? weight
        : {
            ...weight,
            shape: [layout.rows, layout.columns],
            storage: { ...weight.storage, orientation: 'rows' } as PackedStorage,
          },
    );
    expect(await valuesOf(tensors.get('fc.weight'))).toEqual(expected);
  });

  test('a container that differs is said', async () => {
    const layout = layoutOf({ bits: 3, columns: 32, groupSize: 32 });
    const { substitutions } = await writeSafetensors([packed(waves(32), layout)], { form: 'packed' });
    expect(substitutions).toEqual(['"fc.weight" has 3 bits and is written in 4, which loaders know.']);
  });
});

test('files are recognised by name or by their first bytes', () => {
  expect(matchSafetensors('x.safetensors', new Uint8Array())).toBe(true);
  expect(matchSafetensors('x.bin', withHeader('{}'))).toBe(true);
  expect(matchSafetensors('x.bin', new Uint8Array(16))).toBe(false);
});

testWithData('a real checkpoint: ResNet-20', ['cifar10/resnet20.safetensors'], async (data) => {
  const { tensors, metadata } = await readSafetensors([source(await data.read('cifar10/resnet20.safetensors'))]);
  expect(tensors.size).toBe(97);
  expect(metadata.license).toBe('BSD-2-Clause');
  expect(await valuesOf(tensors.get('linear.bias'))).toHaveLength(10);
});
