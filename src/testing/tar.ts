/** Reads a tar archive (POSIX ustar) that lies in memory: regular files by path. */

/** Files of an archive, as views into it. */
export function readTar(archive: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at + block <= archive.length; ) {
    const header = archive.subarray(at, at + block);
    if (header[0] === 0) break;
    const size = Number.parseInt(textIn(header, 124, 12), 8);
    const prefix = textIn(header, 345, 155);
    const path = (prefix ? `${prefix}/` : '') + textIn(header, 0, 100);
    const type = header[156];
    const start = at + block;
    if (type === 0 || type === '0'.charCodeAt(0)) files.set(path, archive.subarray(start, start + size));
    at = start + Math.ceil(size / block) * block;
  }
  return files;
}

// ---------------------------------------------------------------------------------------------------------------------

const block = 512;
const ascii = new TextDecoder();

function textIn(header: Uint8Array, start: number, length: number): string {
  const bytes = header.subarray(start, start + length);
  const end = bytes.indexOf(0);
  return ascii.decode(end < 0 ? bytes : bytes.subarray(0, end)).trim();
}
