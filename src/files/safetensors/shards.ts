/** The index of shards (`model.safetensors.index.json`): which file each tensor is said to be in, checked. */
import type { ByteSource } from '../../core/bytes/byteSource.ts';
import type { CheckpointTensor } from '../checkpoint.ts';
import { isPlainObject } from './json.ts';
import { quoted, refuse } from './malformed.ts';

/** @throws FileError `safetensors/shards` naming shards that were not opened, or a tensor that none of them holds */
export function checkShards(
  file: string,
  index: unknown,
  shards: readonly ByteSource[],
  tensors: ReadonlyMap<string, CheckpointTensor>,
): void {
  const map = isPlainObject(index) ? index.weight_map : undefined;
  if (!isPlainObject(map)) refuse('shards', file, 'has no weight_map, which names the file of each tensor.');
  const opened = new Set(shards.map(({ name }) => baseName(name)));
  const wanted = new Set(Object.values(map).map(String));
  const missing = [...wanted].filter((name) => !opened.has(baseName(name)));
  if (missing.length > 0)
    refuse(
      'shards',
      file,
      `also needs ${missing.slice(0, 4).map(quoted).join(', ')}${missing.length > 4 ? ` and ${missing.length - 4} more` : ''}. Open all shards together.`,
      { missing },
    );
  const lost = Object.keys(map).find((name) => !tensors.has(name));
  if (lost !== undefined)
    refuse('shards', file, `puts tensor ${quoted(lost)} into ${quoted(String(map[lost]))}, which does not hold it.`);
}

// ---------------------------------------------------------------------------------------------

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
