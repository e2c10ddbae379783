/** SHA-256 against the vectors of its standard and against Node's, at every length around a block. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { memorySource } from './byteSource.ts';
import { createSha256, hashSources } from './sha256.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function hashOf(...pieces: Uint8Array[]): string {
  const hash = createSha256();
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
}

test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
])('%j, from FIPS 180-4', (text, hash) => {
  expect(hashOf(bytesOf(text))).toBe(hash);
});

test('every length up to three blocks, in one piece and in two', () => {
  for (let length = 0; length <= 192; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
    const expected = createHash('sha256').update(bytes).digest('hex');
    expect(hashOf(bytes)).toBe(expected);
    expect(hashOf(bytes.subarray(0, length >> 1), bytes.subarray(length >> 1))).toBe(expected);
  }
});

test('sources are read one after another', async () => {
  const sources = ['ab', '', 'c'].map((text, i) => memorySource(`part ${i}`, bytesOf(text)));
  expect(await hashSources(sources)).toBe(hashOf(bytesOf('abc')));
});

test('a long message', () => {
  const bytes = new Uint8Array(1_000_000).fill(97);
  expect(hashOf(bytes)).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
});
