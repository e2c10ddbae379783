/**
 * SHA-256 of bytes that come piece by piece (FIPS 180-4, section 6.2). Not the browser's `crypto.subtle`: that wants all
 * bytes at once, which a large model never is, and is missing on hosts without TLS.
 */
import type { ByteSource } from './byteSource.ts';

export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** Lower-case hexadecimal. Ends the hash: nothing may be added after it. */
  digest(): string;
}

/** Bytes that are read at once. */
const pieceBytes = 2 ** 22;
const blockBytes = 64;

/** A hash of no bytes yet. */
export function createSha256(): Sha256 {
  const state = Uint32Array.from(initialState);
  const block = new Uint8Array(blockBytes);
  let filled = 0;
  let length = 0;
  const update = (bytes: Uint8Array): void => {
    length += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.subarray(at, at + blockBytes - filled);
      block.set(piece, filled);
      filled += piece.length;
      at += piece.length;
      if (filled < blockBytes) return;
      compress(state, block);
      filled = 0;
    }
  };
  return {
    update,
    digest: () => {
      const bits = length * 8;
      const zeros = (2 * blockBytes - 9 - filled) % blockBytes;
      const ending = new Uint8Array(1 + zeros + 8);
      ending[0] = 0x80;
      const view = new DataView(ending.buffer);
      view.setUint32(1 + zeros, Math.floor(bits / 2 ** 32));
      view.setUint32(5 + zeros, bits >>> 0);
      update(ending);
      return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('');
    },
  };
}

/** The hash of sources, one after another, read piece by piece. */
export async function hashSources(sources: readonly ByteSource[], signal?: AbortSignal): Promise<string> {
  const hash = createSha256();
  for (const source of sources) {
    for (let offset = 0; offset < source.size; offset += pieceBytes) {
      signal?.throwIfAborted();
      hash.update(await source.read(offset, Math.min(pieceBytes, source.size - offset)));
    }
  }
  return hash.digest();
}

// ---------------------------------------------------------------------------------------------

/** The first 32 bits of the fractional parts of the first primes' cube roots (FIPS 180-4, 4.2.2). */
const constants = Uint32Array.from(firstPrimes(64), (prime) => fraction(Math.cbrt(prime)));
/** The same of the square roots of the first eight (5.3.3). */
const initialState = Uint32Array.from(firstPrimes(8), (prime) => fraction(Math.sqrt(prime)));
const schedule = new Uint32Array(64);

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

function compress(state: Uint32Array, block: Uint8Array): void {
  expand(block);
  let [a, b, c, d, e, f, g, h] = state;
  for (let round = 0; round < 64; round++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + sum1 + choice + constants[round] + schedule[round]) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + sum0 + majority) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] += word;
  });
}

function expand(block: Uint8Array): void {
  const view = new DataView(block.buffer, block.byteOffset, blockBytes);
  for (let i = 0; i < 16; i++) schedule[i] = view.getUint32(4 * i);
  for (let i = 16; i < 64; i++) {
    const [near, far] = [schedule[i - 2], schedule[i - 15]];
    const sigma1 = rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10);
    const sigma0 = rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3);
    schedule[i] = sigma1 + schedule[i - 7] + sigma0 + schedule[i - 16];
  }
}
