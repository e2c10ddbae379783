/** Packed links, and a fixed old link that every later version must open. */
import { describe, expect, test } from 'vitest';
import { readHash, writeHash } from './hash.ts';
import { packHash, packText, unpackHash, unpackText } from './hashPacked.ts';
import { ORIGINAL, ROUNDED } from './recipe.ts';

const exceptions = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`/encoder/layer.${i}/MatMul`, 8 as const]));
const long = writeHash('', {
  a: ORIGINAL,
  b: { ...ROUNDED, exceptions },
  view: 'layers',
  layer: null,
  lesson: null,
  page: 1,
});

describe('a long link', () => {
  test('is packed, and unpacks to the same state', async () => {
    const packed = await packHash(long);
    expect(packed).toMatch(/^#v=2&z=[\w-]+$/);
    expect(packed.length).toBeLessThan(long.length / 4);
    expect(readHash(await unpackHash(packed))).toEqual(readHash(long));
  });

  test('that is cut short says so', async () => {
    const packed = await packHash(long);
    await expect(unpackHash(packed.slice(0, -20))).rejects.toThrow('cut short');
    await expect(unpackText('!!')).rejects.toThrow('cut short');
  });

  test('that would unpack to too much is refused', async () => {
    await expect(unpackText(await packText('a'.repeat(2 ** 21)))).rejects.toThrow('cannot be read');
  });
});

test('a short link stays readable', async () => {
  const plain = '#v=1&a=fp32&b=w4.g32.sym.mse';
  expect(await packHash(plain)).toBe(plain);
  expect(await unpackHash(plain)).toBe(plain);
});

describe('links of old', () => {
  test('version 1, as the first page wrote it', () => {
    expect(
      readHash('#v=1&a=fp32&b=w4.g32.sym.mse.a-entropy.ends&bx=conv1:8,fc%2522a:32&view=layers&layer=fc1'),
    ).toEqual({
      a: ORIGINAL,
      b: { ...ROUNDED, activations: 'entropy', keepEnds: true, exceptions: { conv1: 8, 'fc"a': 32 } },
      view: 'layers',
      layer: 'fc1',
    });
  });

  test('version 2, packed', async () => {
    const fixed =
      '#v=2&z=BcFJCsAgDADA3-QoqJdSyGOiaA2YWLS4_L4zEy0Q5tc7CLi8iYVUUzU0jhhhFdoQNsam094XTE4LC4-vPZ0EKp3UMUf7Aw';
    expect(readHash(await unpackHash(fixed))).toEqual({
      a: ORIGINAL,
      b: { ...ROUNDED, bits: 3, grain: 'channel', symmetric: false, clip: 'minmax', exceptions: { conv1: 8 } },
      view: 'histogram',
      layer: 'fc1',
    });
  });
});
