/** safetensors files made to do harm: lengths that lie, headers that are no JSON or too deep, shards that contradict. */
import type { HostileFile } from './hostileFile.ts';
import { safetensorsFile } from './hostileFile.ts';
import { withHeader } from './mutateSafetensors.ts';
import { joined } from './protoTree.ts';

export function craftedSafetensors(): HostileFile[] {
  return [...frames(), ...headers(), ...descriptions(), ...shards()];
}

// ---------------------------------------------------------------------------------------------------------------------

const data = new Uint8Array(64);
const tensor = (begin: number, end: number, shape: readonly number[] = [4]) => ({
  dtype: 'F32',
  shape,
  data_offsets: [begin, end],
});
const file = (about: string, header: string, bytes: Uint8Array = data, length?: bigint): HostileFile =>
  safetensorsFile(about, withHeader(header, bytes, length));

const good = JSON.stringify({ 'fc.weight': tensor(0, 48, [3, 4]), 'fc.bias': tensor(48, 60, [3]) });

function frames(): HostileFile[] {
  return [
    safetensorsFile('nothing at all', new Uint8Array()),
    safetensorsFile('seven bytes', new Uint8Array(7)),
    safetensorsFile('text', new TextEncoder().encode('version https://git-lfs.github.com/spec/v1')),
    ...[0n, 1n, BigInt(good.length - 1), BigInt(good.length + 1), 2n ** 31n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n].map(
      (length) => file(`a header of ${length} bytes`, good, data, length),
    ),
    file('no data', good, new Uint8Array()),
    safetensorsFile(
      'bytes that are no text',
      joined([withHeader('', new Uint8Array(), 4n), Uint8Array.of(123, 255, 254, 125)]),
    ),
  ];
}

function headers(): HostileFile[] {
  const entry = JSON.stringify(tensor(0, 16));
  return [
    file('NaN in the header', '{"w": {"dtype": "F32", "shape": [NaN], "data_offsets": [0, 4]}}'),
    file('a number of 1e999', '{"w": {"dtype": "F32", "shape": [1e999], "data_offsets": [0, 4]}}'),
    file('a header cut short', good.slice(0, 30)),
    file('a list for a header', '[1, 2, 3]'),
    file('null for a header', 'null'),
    file('lists 100,000 deep', '['.repeat(100_000)),
    file('closed lists 50,000 deep', `{"w": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`),
    file('objects 50,000 deep', `${'{"w":'.repeat(50_000)}1${'}'.repeat(50_000)}`),
    file('one name twice', `{"w": ${entry}, "w": ${entry}}`),
    file('a tensor called __proto__', `{"__proto__": ${entry}}`),
    file('a tensor of no name', `{"": ${entry}}`),
    file('metadata that is a list', `{"__metadata__": [1], "w": ${entry}}`),
    file('metadata that holds numbers', `{"__metadata__": {"a": 1}, "w": ${entry}}`),
    file('overlapping tensors', JSON.stringify({ a: tensor(0, 16), b: tensor(8, 24) })),
    file('one tensor inside another', JSON.stringify({ a: tensor(0, 64, [16]), b: tensor(16, 32) })),
    file('offsets of 2^53', JSON.stringify({ a: tensor(2 ** 53, 2 ** 53 + 16) })),
    file(
      '50,000 empty tensors',
      JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`t${i}`, tensor(0, 0, [0])]))),
    ),
  ];
}

/** Descriptions of networks that ask for too much, or for nonsense. */
function descriptions(): HostileFile[] {
  const described = (about: string, network: unknown): HostileFile =>
    file(
      about,
      JSON.stringify({
        __metadata__: { 'decant.architecture': typeof network === 'string' ? network : JSON.stringify(network) },
        w: tensor(0, 16),
      }),
    );
  const mlp = { kind: 'mlp', input: [1, 28, 28], classes: 10, hidden: [16] };
  return [
    described('a network that is no JSON', '{{{'),
    described('a network of no kind', { ...mlp, kind: 'constructor' }),
    described('a network of 10^15 pixels', { ...mlp, input: [1e5, 1e5, 1e5] }),
    described('a network of -1 classes', { ...mlp, classes: -1 }),
    described('a network of layers that are missing', mlp),
    described('a network of 10^6 layers', { ...mlp, hidden: Array(1_000_000).fill(2) }),
    described('a network of wide layers', { ...mlp, hidden: Array(64).fill(65536) }),
  ];
}

function shards(): HostileFile[] {
  const index = (map: unknown) => ({
    name: 'model.safetensors.index.json',
    bytes: new TextEncoder().encode(typeof map === 'string' ? map : JSON.stringify(map)),
  });
  const shard = withHeader(good, data);
  const pair = (about: string, map: unknown) => safetensorsFile(about, shard, [index(map)]);
  return [
    pair('an index without a map', {}),
    pair('an index that is no JSON', '{"weight_map": '),
    pair('a shard that is missing', {
      weight_map: { 'fc.weight': 'hostile.safetensors', x: 'model-00002-of-00002.safetensors' },
    }),
    pair('a tensor that no shard holds', { weight_map: { ghost: 'hostile.safetensors' } }),
    pair('an index of numbers', { weight_map: { 'fc.weight': 7 } }),
    safetensorsFile('one tensor in two shards', shard, [{ name: 'other.safetensors', bytes: shard }]),
    safetensorsFile('a configuration that is no JSON', shard, [
      { name: 'config.json', bytes: new TextEncoder().encode('{') },
    ]),
    safetensorsFile('packed weights of nonsense', shard, [
      {
        name: 'config.json',
        bytes: new TextEncoder().encode(
          JSON.stringify({ quantization_config: { format: 'pack-quantized', config_groups: 7 } }),
        ),
      },
    ]),
  ];
}
