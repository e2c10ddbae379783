/** Files that leave the page by the browser's own download, and archives of several. */
import { strToU8, zipSync } from 'fflate';

/** Downloads `bytes` under `name`. */
export function saveFile(name: string, bytes: Uint8Array): void {
  saveBlob(name, new Blob([Uint8Array.from(bytes)]));
}

/** Downloads what may be too large to hold in memory. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_MS);
}

/** A zip archive; networks are stored as they are, since their codes do not shrink. */
export function zipped(files: readonly ({ name: string } & ({ bytes: Uint8Array } | { text: string }))[]): Uint8Array {
  const entries = files.map((file) =>
    'bytes' in file
      ? ([file.name, [file.bytes, { level: 0 }]] as const)
      : ([file.name, [strToU8(file.text), { level: 6 }]] as const),
  );
  return zipSync(Object.fromEntries(entries.map(([name, [bytes, options]]) => [name, [bytes, options]])));
}

// ---------------------------------------------------------------------------------------------------------------------

/** Long enough for any browser to have begun the download. */
const REVOKE_MS = 10_000;
