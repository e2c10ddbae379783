/** The JSON header of a safetensors file: every entry checked against the file before anything is read by it. */

import { elementTypes } from './elementTypes.ts';
import { isPlainObject, parseJson } from './json.ts';
import { mostDimensions, mostTensors } from './limits.ts';
import { count, quoted, refuse } from './malformed.ts';

export interface TensorEntry {
  readonly name: string;
  /** In the file's words. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** From the end of the header. */
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  readonly entries: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * @param dataBytes bytes in the file after the header
 * @throws FileError `safetensors/...` when an entry does not fit the file, the others or itself
 */
export function parseHeader(file: string, text: string, dataBytes: number): Header {
  const parsed = parseJson(file, 'its header', text);
  if (!isPlainObject(parsed)) return refuse('header', file, 'its header is no JSON object of tensors.');
  const names = Object.keys(parsed).filter((name) => name !== '__metadata__');
  if (names.length > mostTensors)
    refuse('header', file, `its header names ${count(names.length)} tensors; at most ${count(mostTensors)} are read.`);
  const entries = names.map((name) => parseEntry(file, name, parsed[name], dataBytes));
  refuseOverlaps(file, entries);
  return { entries, metadata: parseMetadata(file, parsed.__metadata__) };
}

// ---------------------------------------------------------------------------------------------

function parseEntry(file: string, name: string, value: unknown, dataBytes: number): TensorEntry {
  const { dtype, shape, data_offsets: offsets } = isPlainObject(value) ? value : {};
  if (typeof dtype !== 'string') return refuseEntry(file, name, 'has no dtype');
  if (!isSizes(shape)) return refuseEntry(file, name, `has no shape of whole numbers, but ${shown(shape)}`);
  if (shape.length > mostDimensions)
    return refuseEntry(file, name, `has ${shape.length} dimensions; at most ${mostDimensions} are allowed`);
  if (!isSizes(offsets) || offsets.length !== 2)
    return refuseEntry(file, name, `has no data_offsets of two whole numbers, but ${shown(offsets)}`);
  const [begin, end] = offsets;
  if (begin > end || end > dataBytes)
    return refuseEntry(
      file,
      name,
      `lies at bytes ${count(begin)} to ${count(end)}, but the data ends at ${count(dataBytes)}; the file may be cut short, fetch it again`,
    );
  checkBytes(file, name, dtype, shape, end - begin);
  return { name, dtype, shape, begin, end };
}

function checkBytes(file: string, name: string, dtype: string, shape: readonly number[], bytes: number): void {
  const type = Object.hasOwn(elementTypes, dtype) ? elementTypes[dtype] : undefined;
  if (!type) return;
  const elements = shape.reduce((product, dim) => product * dim, 1);
  const wanted = Math.ceil((elements * type.bits) / 8);
  if (wanted !== bytes)
    refuseEntry(
      file,
      name,
      `is ${dtype} of ${shape.join('×') || 'one value'}, which takes ${count(wanted)} bytes, but ${count(bytes)} are given`,
    );
}

function refuseOverlaps(file: string, entries: readonly TensorEntry[]): void {
  const sorted = entries.filter(({ begin, end }) => end > begin).sort((a, b) => a.begin - b.begin);
  for (let i = 1; i < sorted.length; i++)
    if (sorted[i].begin < sorted[i - 1].end)
      refuseEntry(
        file,
        sorted[i].name,
        `overlaps tensor ${quoted(sorted[i - 1].name)} at byte ${count(sorted[i].begin)}`,
      );
}

function parseMetadata(file: string, value: unknown): Record<string, string> {
  if (value === undefined) return {};
  const ok = isPlainObject(value) && Object.values(value).every((item) => typeof item === 'string');
  return ok
    ? (value as Record<string, string>)
    : refuse('metadata', file, '__metadata__ may hold text alone, by name.');
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 60);

function refuseEntry(file: string, name: string, why: string): never {
  refuse('tensor', file, `tensor ${quoted(name)} ${why}.`, { tensor: name });
}
