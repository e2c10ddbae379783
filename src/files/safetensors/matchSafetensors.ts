/** Whether a file looks like safetensors; apart from the reader, so that looking costs no loading. */
import { largestHeader } from './limits.ts';

/** Whether a file looks like safetensors, from its name and first nine bytes. */
export function matchSafetensors(name: string, head: Uint8Array): boolean {
  if (/\.safetensors(\.index\.json)?$/i.test(name)) return true;
  return head.length > 8 && head[8] === 0x7b && headerLength(head) <= largestHeader && headerLength(head) > 1;
}

// ---------------------------------------------------------------------------------------------

/** The first 8 bytes, an unsigned little-endian integer; above 2^53 only its size matters. */
export function headerLength(head: Uint8Array): number {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return Number(view.getBigUint64(0, true));
}
