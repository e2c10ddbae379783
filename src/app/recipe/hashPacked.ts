/**
 * Links whose state is compressed: `#v=2&z=…`, the plain hash of version 1 as deflate in base64url. Made where a plain
 * link would be long (many layers of their own, a receipt), read at the start. Needs nothing but the browser.
 * Sources: Compression Streams, https://compression.spec.whatwg.org/; base64url, RFC 4648 section 5.
 */
import { DecantError } from '../../core/errors.ts';

/** Characters that a packed part may unpack to; a receipt takes 2,000, a recipe of 500 layers 10,000. */
const MOST_CHARACTERS = 2 ** 20;

/** Plain hashes up to this length are shared as they are: they can be read and mended by hand. */
const LONGEST_PLAIN = 300;

/** The hash to share: the plain one, or a packed one where that is shorter. */
export async function packHash(plain: string): Promise<string> {
  if (plain.length <= LONGEST_PLAIN) return plain;
  const packed = `#v=2&z=${await packText(plain.replace(/^#/, ''))}`;
  return packed.length < plain.length ? packed : plain;
}

/**
 * The plain hash of any hash; a plain one is given back.
 *
 * @throws DecantError `link/damaged` when the packed part cannot be unpacked
 */
export async function unpackHash(hash: string): Promise<string> {
  const { z, v: _, ...rest } = Object.fromEntries(new URLSearchParams(hash.replace(/^#/, '')));
  if (z === undefined) return hash;
  const params = new URLSearchParams(await unpackText(z));
  for (const [key, value] of Object.entries(rest)) params.set(key, value);
  return `#${params.toString()}`;
}

/** Text as deflate in base64url. */
export async function packText(text: string): Promise<string> {
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream('deflate-raw'));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @throws DecantError `link/damaged` when it was cut short or changed on its way, or is too long */
export async function unpackText(packed: string): Promise<string> {
  try {
    const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    return new TextDecoder().decode(await through(bytes, new DecompressionStream('deflate-raw')));
  } catch {
    throw new DecantError(
      'link/damaged',
      `This link cannot be read: what it carries (${packed.length} characters) is cut short or was changed on its way. Ask for it again, or copy it whole.`,
      { characters: packed.length },
    );
  }
}

// ---------------------------------------------------------------------------------------------------------------------

async function through(bytes: Uint8Array, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let total = 0;
  const reader = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(stream).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    total += value.length;
    if (total > MOST_CHARACTERS) throw new RangeError('too long');
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts.map((part) => new Uint8Array(part))).arrayBuffer());
}
