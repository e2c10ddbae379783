/**
 * safetensors to Checkpoint: one file, or shards with their index, with config.json where it came along. Only headers
 * are read; tensors are read when asked for. https://github.com/huggingface/safetensors
 */
import type { ByteSource } from '../../core/bytes/byteSource.ts';
import type { DenseStorage } from '../../graph/graph.ts';
import type { Checkpoint, CheckpointTensor } from '../checkpoint.ts';
import { elementTypes } from './elementTypes.ts';
import { isPlainObject, parseJson } from './json.ts';
import { largestHeader, largestJson, largestTensor } from './limits.ts';
import { count, quoted, refuse } from './malformed.ts';
import { headerLength } from './matchSafetensors.ts';
import type { TensorEntry } from './parseHeader.ts';
import { parseHeader } from './parseHeader.ts';
import { raisePacked } from './raisePacked.ts';
import { checkShards } from './shards.ts';

/**
 * Opens files that belong together: one or more *.safetensors, the index of shards, config.json. Others are ignored.
 *
 * @throws FileError `safetensors/...` when a file is malformed, or a shard is missing
 */
export async function readSafetensors(files: readonly ByteSource[]): Promise<Checkpoint> {
  const isJson = ({ name }: ByteSource) => /\.json$/i.test(name);
  const shards = files.filter((file) => !isJson(file));
  const index = files.find(({ name }) => /\.safetensors\.index\.json$/i.test(name));
  const configFile = files.find(({ name }) => /(^|\/)config\.json$/i.test(name));
  if (shards.length === 0) refuse('files', files[0]?.name ?? 'safetensors', 'no .safetensors file is among the files.');
  const tensors = new Map<string, CheckpointTensor>();
  const metadata: Record<string, string> = {};
  for (const shard of shards) await readShard(shard, tensors, metadata);
  if (index) checkShards(index.name, await readJson(index), shards, tensors);
  const config = configFile ? await readJson(configFile) : undefined;
  const checkpoint = { format: 'safetensors', name: shards[0].name, tensors, metadata } as const;
  return raisePacked(isPlainObject(config) ? { ...checkpoint, config } : checkpoint);
}

// ---------------------------------------------------------------------------------------------

async function readShard(
  source: ByteSource,
  tensors: Map<string, CheckpointTensor>,
  metadata: Record<string, string>,
): Promise<void> {
  const { name: file, size } = source;
  if (size < 8) refuse('header', file, `has ${size} bytes; a safetensors file begins with 8 bytes of length.`);
  const length = headerLength(await source.read(0, 8));
  if (length < 2 || length > Math.min(largestHeader, size - 8))
    refuse(
      'header',
      file,
      `gives its header ${count(length)} bytes, but ${count(size - 8)} follow and at most ${count(largestHeader)} are allowed. It is cut short, or no safetensors file.`,
      { length, size },
    );
  const text = decodeText(file, await source.read(8, length));
  const header = parseHeader(file, text, size - 8 - length);
  Object.assign(metadata, header.metadata);
  for (const entry of header.entries) {
    if (tensors.has(entry.name)) refuse('duplicate', file, `tensor ${quoted(entry.name)} is in another shard too.`);
    tensors.set(entry.name, tensorFrom(source, entry, 8 + length));
  }
}

function tensorFrom(source: ByteSource, entry: TensorEntry, dataStart: number): CheckpointTensor {
  const { name, dtype: fileDType, shape, begin, end } = entry;
  const type = Object.hasOwn(elementTypes, fileDType) ? elementTypes[fileDType] : undefined;
  const storage: DenseStorage = {
    kind: 'dense',
    dtype: type?.storage ?? 'f32',
    load: async () => {
      if (!type?.decode) return refuseType(source.name, entry);
      if (end - begin > largestTensor)
        return refuse(
          'tensor',
          source.name,
          `tensor ${quoted(name)} has ${count(end - begin)} bytes; at most ${count(largestTensor)} are read at once.`,
        );
      const bytes = await source.read(dataStart + begin, end - begin);
      return type.decode(new Uint8Array(bytes).buffer);
    },
  };
  return { name, dtype: type?.dtype ?? 'f32', shape, storage, fileDType, bytes: end - begin };
}

function refuseType(file: string, { name, dtype }: TensorEntry): never {
  const known = Object.entries(elementTypes).filter(([, { decode }]) => decode);
  return refuse(
    'dtype',
    file,
    `tensor ${quoted(name)} is ${quoted(dtype)}, which Decant does not compute with; it reads ${known.map(([own]) => own).join(', ')}. Convert it to BF16 first.`,
    { tensor: name, dtype },
  );
}

async function readJson(source: ByteSource): Promise<unknown> {
  if (source.size > largestJson)
    refuse('json', source.name, `has ${count(source.size)} bytes; at most ${count(largestJson)} are read.`);
  return parseJson(source.name, 'it', decodeText(source.name, await source.read(0, source.size)));
}

function decodeText(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('json', file, 'its header is not valid UTF-8; it is damaged, or no safetensors file.');
  }
}
