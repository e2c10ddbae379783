/**
 * From files to a dataset: takes gzip and zip off, finds the format by content, reads. Formats: idx, npy and npz,
 * images by class, CSV.
 */
import type { ByteSource } from '../core/bytes/byteSource.ts';
import { DataError } from '../core/errors.ts';
import { throwIfAborted } from '../core/task.ts';
import type { Dataset } from './dataset.ts';
import { limit } from './dataset.ts';
import { unwrap } from './readers/containers.ts';
import { csvReader } from './readers/csv.ts';
import { idxReader } from './readers/idx.ts';
import { imagesReader } from './readers/images.ts';
import { npyReader } from './readers/npy.ts';
import type { DataFile, DataReader, OpenDataOptions } from './readers/reader.ts';
import { MAX_FILES } from './readers/reader.ts';

export type { DecodedImage, DecodeImage, OpenDataOptions } from './readers/reader.ts';

/**
 * Opens data: one file; a pair of samples and labels in any order; or many images, whose names are paths with the class
 * as folder.
 *
 * @throws DataError saying which file is not sound, where, and what to do
 */
export async function openData(sources: readonly ByteSource[], options: OpenDataOptions = {}): Promise<Dataset> {
  checkSources(sources, options);
  const files = await unwrap(sources, options.signal);
  const reader = readers.find(({ match }) => files.some(match));
  if (!reader) throw unknownFormat(files);
  checkRest(files, reader);
  const dataset = await reader.read(files.filter(reader.match), options);
  throwIfAborted(options.signal);
  const kept = options.limit === undefined ? dataset : limit(dataset, options.limit);
  return options.name === undefined ? kept : { ...kept, name: options.name };
}

// ---------------------------------------------------------------------------------------------------------------------

/** By how sure a look at the first bytes is: tables, which have no magic number, come last. */
const readers: readonly DataReader[] = [npyReader, idxReader, imagesReader, csvReader];

function checkSources(sources: readonly ByteSource[], { limit: most }: OpenDataOptions): void {
  if (sources.length === 0) throw new DataError('data/none', 'No file was given; choose one or more files of data.');
  if (sources.length > MAX_FILES) {
    const message = `${sources.length} files were given, more than the ${MAX_FILES} that can be opened; choose fewer.`;
    throw new DataError('data/too-many-files', message, { files: sources.length, most: MAX_FILES });
  }
  if (most === undefined || (Number.isInteger(most) && most >= 1)) return;
  throw new DataError('data/limit', `limit is ${most}; give a whole number of samples, at least 1.`, { limit: most });
}

/** Folders and archives may hold notes beside their data; a file that was chosen by itself must be understood. */
function checkRest(files: readonly DataFile[], reader: DataReader): void {
  const chosen = files.find((file) => !reader.match(file) && file.archive === undefined && !file.name.includes('/'));
  if (!chosen) return;
  const message = `${chosen.name} is not ${reader.format}, as the other files are; open it alone, or the others without it.`;
  throw new DataError('data/mixed', message, { file: chosen.name, format: reader.format });
}

function unknownFormat(files: readonly DataFile[]): DataError {
  const formats = readers.map(({ format }) => format).join(', ');
  if (files.length === 0) {
    return new DataError(
      'data/none',
      `The archive or folder holds no files of data; formats that can be read are ${formats}.`,
    );
  }
  const [{ name, head }] = files;
  const bytes = Array.from(head.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const starts = head.length === 0 ? 'is empty' : `starts with the bytes ${bytes}`;
  return new DataError('data/format', `${name} ${starts} and is no data that can be read; formats are ${formats}.`, {
    file: name,
  });
}
