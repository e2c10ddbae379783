/** Weights are read from what a writer of the format writes, and their changes are told apart. */
import { expect, test } from 'vitest';
import { changesBetween, readWeights } from './safetensors.ts';

function file(tensors: Readonly<Record<string, readonly number[]>>): Uint8Array {
  let at = 0;
  const header = Object.fromEntries(
    Object.entries(tensors).map(([name, values]) => {
      const offsets = [at, at + 4 * values.length];
      at += 4 * values.length;
      return [name, { dtype: 'F32', shape: [values.length], data_offsets: offsets }];
    }),
  );
  const text = new TextEncoder().encode(JSON.stringify({ ...header, __metadata__: { format: 'pt' } }));
  const bytes = new Uint8Array(8 + text.length + at);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(new Uint8Array(Float32Array.from(Object.values(tensors).flat()).buffer), 8 + text.length);
  return bytes;
}

test('values come back, whatever the offset of the bytes', () => {
  const weights = readWeights(file({ a: [1, 2], bias: [3] }));
  expect([...weights].map(([name, values]) => [name, [...values]])).toEqual([
    ['a', [1, 2]],
    ['bias', [3]],
  ]);
});

test('changes are lengths, the largest share first; what stayed is left out', () => {
  const before = readWeights(file({ still: [1], a: [3, 4], b: [1, 0] }));
  const after = readWeights(file({ still: [1], a: [3, 5], b: [0, 0] }));
  expect(changesBetween(before, after)).toEqual([
    { name: 'b', length: 1, moved: 1, largest: -1 },
    { name: 'a', length: 5, moved: 1, largest: 1 },
  ]);
});
