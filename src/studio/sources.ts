/** What a person hands over, as byte sources: files, blobs, buffers, addresses. */
import type { ByteSource } from '../core/bytes/byteSource.ts';
import { blobSource, memorySource } from '../core/bytes/byteSource.ts';
import { DecantError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import type { Source } from './api.ts';

/**
 * Byte sources in the order given; lists are flattened, addresses opened.
 *
 * @throws DecantError `studio/source` when something is none of these
 */
export async function byteSources(source: Source | readonly Source[], task: TaskOptions): Promise<ByteSource[]> {
  const given: readonly unknown[] = Array.isArray(source) ? source.flat() : [source];
  if (given.length === 0) throw new DecantError('studio/source', 'No file was given; choose at least one.');
  return Promise.all(given.map((item) => byteSource(item, task)));
}

// ---------------------------------------------------------------------------------------------

async function byteSource(source: unknown, task: TaskOptions): Promise<ByteSource> {
  if (typeof source === 'string') return (await import('../core/bytes/url.ts')).urlSource(source, task);
  if (source instanceof Blob) return blobSource(source, nameOf(source));
  if (source instanceof ArrayBuffer) return memorySource('buffer', new Uint8Array(source));
  throw new DecantError(
    'studio/source',
    `A ${typeof source} is no source; give a File, Blob, ArrayBuffer or an address.`,
  );
}

/** A file from a folder keeps its path, since the folder may name its class. */
function nameOf(blob: Blob): string {
  if (!(blob instanceof File)) return 'blob';
  const path: unknown = Reflect.get(blob, 'webkitRelativePath');
  return typeof path === 'string' && path !== '' ? path : blob.name;
}
