/** Takes gzip and zip off, so that readers see plain files. Sizes that an archive claims are checked before use. */
import { unzipSync } from 'fflate';
import type { ByteSource } from '../../core/bytes/byteSource.ts';
import { memorySource } from '../../core/bytes/byteSource.ts';
import { collect } from '../../core/bytes/collect.ts';
import { DataError, messageOf } from '../../core/errors.ts';
import { throwIfAborted } from '../../core/task.ts';
import type { DataFile } from './reader.ts';
import { baseName, checkBytes, HEAD_BYTES, MAX_FILES, refusal } from './reader.ts';

/**
 * The plain files behind some sources: gzip is inflated, zip is opened, gzip inside of zip is inflated, and folders'
 * housekeeping files are left out. Deeper nesting is left as it is, so that no archive can unfold without end.
 *
 * @throws DataError when a container is damaged or larger than a dataset may be
 */
export async function unwrap(sources: readonly ByteSource[], signal?: AbortSignal): Promise<DataFile[]> {
  const inflated: Inflated = { bytes: 0 };
  const files: DataFile[] = [];
  for (const source of sources) {
    throwIfAborted(signal);
    const file = await openPlain(source, inflated, signal);
    if (startsWith(file, ZIP)) for (const entry of await unzip(file, inflated, signal)) files.push(entry);
    else if (!isHousekeeping(source.name)) files.push(file);
  }
  return files;
}

// ---------------------------------------------------------------------------------------------------------------------

/** Bytes that came out of containers so far, over all sources. */
interface Inflated {
  bytes: number;
}

const GZIP = [0x1f, 0x8b];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

const startsWith = ({ head }: DataFile, bytes: readonly number[]): boolean =>
  bytes.every((byte, i) => head[i] === byte);

async function openPlain(source: ByteSource, inflated: Inflated, signal?: AbortSignal, archive?: string) {
  const file = await openFile(source, archive);
  return startsWith(file, GZIP) ? openFile(await gunzip(file, inflated, signal), archive) : file;
}

async function openFile(source: ByteSource, archive: string | undefined): Promise<DataFile> {
  const head = await source.read(0, Math.min(HEAD_BYTES, source.size));
  return { name: source.name.replaceAll('\\', '/'), source, head, ...(archive === undefined ? {} : { archive }) };
}

/** Files that systems put into folders and archives by themselves. */
function isHousekeeping(path: string): boolean {
  return (
    path.split('/').some((part) => /^\.[^.]/.test(part) || part === '__MACOSX') ||
    /(^|\/)(Thumbs\.db|desktop\.ini)$/i.test(path)
  );
}

async function gunzip({ name, source }: DataFile, inflated: Inflated, signal?: AbortSignal): Promise<ByteSource> {
  checkBytes(name, source.size);
  const packed = new Blob([new Uint8Array(await source.read(0, source.size))]);
  const before = inflated.bytes;
  try {
    const bytes = await collect(packed.stream().pipeThrough(new DecompressionStream('gzip')), (size) => {
      throwIfAborted(signal);
      inflated.bytes = before + size;
      checkBytes(name, inflated.bytes);
    });
    return memorySource(name.replace(/\.gz$/i, ''), bytes);
  } catch (cause) {
    if (cause instanceof DataError || signal?.aborted) throw cause;
    const size = inflated.bytes - before;
    throw refusal('gzip', name, `is damaged after ${size} bytes of content (${messageOf(cause)}); fetch it again.`, {
      size,
    });
  }
}

async function unzip({ name, source }: DataFile, inflated: Inflated, signal?: AbortSignal): Promise<DataFile[]> {
  checkBytes(name, source.size);
  const entries = inflateEntries(name, await source.read(0, source.size), inflated);
  const files: DataFile[] = [];
  for (const [path, bytes] of Object.entries(entries)) {
    files.push(await openPlain(memorySource(path, bytes), inflated, signal, baseName(name)));
  }
  return files;
}

/** Deflate makes at most 1,032 bytes of one, so an entry that claims more is lying. */
const MAX_DEFLATE_RATIO = 1032;

function inflateEntries(name: string, bytes: Uint8Array, inflated: Inflated): Record<string, Uint8Array> {
  let count = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ name: path, size, originalSize }) => {
        count += 1;
        if (count > MAX_FILES) throw refusal('zip', name, `holds more than ${MAX_FILES} files; pack fewer.`, { count });
        if (path.endsWith('/') || isHousekeeping(path)) return false;
        inflated.bytes += originalSize;
        checkBytes(name, inflated.bytes);
        if (originalSize > size * MAX_DEFLATE_RATIO + 64) throw impossibleSize(name, path);
        return true;
      },
    });
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw refusal('zip', name, `is no zip archive that can be read (${messageOf(cause)}); fetch or pack it again.`, {
      bytes: bytes.length,
    });
  }
}

function impossibleSize(name: string, path: string): DataError {
  return refusal('zip', name, `its entry "${path}" claims a size that its bytes cannot hold; pack it again.`, { path });
}
