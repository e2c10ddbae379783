/** The files beside a model that hold its weights, found by name among those that were dropped together. */
import type { ByteSource } from '../../core/bytes/byteSource.ts';
import { refuse } from './malformed.ts';
import type { TensorRecord } from './tensorProto.ts';

/** Which file holds a tensor's elements. */
export type SourceOf = (record: TensorRecord) => ByteSource;

/**
 * @throws FileError `onnx/missing-external` naming every file that the model needs and that is not there
 */
export function resolveFiles(
  model: ByteSource,
  records: readonly TensorRecord[],
  files: readonly ByteSource[],
): SourceOf {
  const byName = new Map(files.map((file) => [baseName(file.name), file]));
  const missing = new Set<string>();
  for (const { payload } of records)
    if (payload.kind === 'external' && !byName.has(baseName(payload.location))) missing.add(payload.location);
  if (missing.size > 0)
    refuse(
      'missing-external',
      model.name,
      `its weights lie in ${listed([...missing])}, which ${missing.size === 1 ? 'is' : 'are'} not here. Drop the model and ${missing.size === 1 ? 'that file' : 'those files'} together.`,
      { missing: [...missing] },
    );
  return ({ payload }) => (payload.kind === 'external' && byName.get(baseName(payload.location))) || model;
}

// ---------------------------------------------------------------------------------------------

/** Files that were dropped have no folders, so only the last part of a path counts. */
const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** Names for a message, at most three. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `"${name}"`);
  return names.length > 3 ? `${shown.join(', ')} and ${names.length - 3} more files` : shown.join(' and ');
}
