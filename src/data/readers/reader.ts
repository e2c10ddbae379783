/**
 * What a reader of a data format is, what it is given, and the limits that all keep. A reader trusts nothing that a
 * file says of itself: it compares with the file's size before it allocates.
 */
import type { ByteSource } from '../../core/bytes/byteSource.ts';
import { DataError } from '../../core/errors.ts';
import type { TaskOptions } from '../../core/task.ts';
import type { Dataset } from '../dataset.ts';

export interface DataReader {
  /** Words for a person: "idx", "images by class". */
  readonly format: string;
  /** A cheap look at name and first bytes. */
  match(file: DataFile): boolean;
  /**
   * Reads the files that matched into one dataset.
   *
   * @throws DataError naming file, value, bound and next step when they are not sound
   */
  read(files: readonly DataFile[], options: OpenDataOptions): Promise<Dataset>;
}

/** One file after gzip and zip were taken off. */
export interface DataFile {
  /** A path with forward slashes where the file lies in a folder or an archive. */
  readonly name: string;
  readonly source: ByteSource;
  /** The first HEAD_BYTES bytes, or all when there are fewer. */
  readonly head: Uint8Array;
  /** The archive that it came from. */
  readonly archive?: string;
}

export interface OpenDataOptions extends TaskOptions {
  /** By default the file's name. */
  readonly name?: string;
  /** Keep the first so many samples. */
  readonly limit?: number;
  /** CSV: the column that holds the labels, by name or by number from 0; null for none. Found by itself by default. */
  readonly labelColumn?: string | number | null;
  /** Images: turns a PNG, JPEG, WebP, GIF or BMP into pixels. The browser has a decoder; Node has none. */
  readonly decodeImage?: DecodeImage;
  /** Images: size that each is brought to while decoding. By default they must all have one size. */
  readonly imageSize?: ImageSize;
}

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Pixels of one image: height x width x channels values, interleaved as canvases give them. */
export interface DecodedImage extends ImageSize {
  /** 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA. */
  readonly channels: number;
  readonly data: ArrayLike<number>;
}

export type DecodeImage = (bytes: Uint8Array, size?: ImageSize) => Promise<DecodedImage>;

/** Enough for every sniff: the longest is a line of a table. */
export const HEAD_BYTES = 1024;

/** A dataset is held in memory whole, beside a model and its activations in one tab. */
const MAX_DATA_BYTES = 2 ** 30;

/** More files than any folder of images that fits into MAX_DATA_BYTES. */
export const MAX_FILES = 200_000;

/** A sentence on a file that is not sound, ready to be thrown. `data` holds its facts. */
export function refusal(code: string, file: string, sentence: string, data: Record<string, unknown> = {}): DataError {
  return new DataError(`data/${code}`, `${file}: ${sentence}`, { file, ...data });
}

/** @throws DataError `data/too-large` when more bytes are needed than one dataset may take */
export function checkBytes(file: string, bytes: number): void {
  if (bytes <= MAX_DATA_BYTES) return;
  const sentence = `${bytes} bytes are needed, more than the ${MAX_DATA_BYTES} that one dataset may take; open fewer samples.`;
  throw refusal('too-large', file, sentence, { bytes, most: MAX_DATA_BYTES });
}

/** The last part of a path. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The archive that all of some files came in. */
export function archiveOf(files: readonly DataFile[]): string | undefined {
  return files.every(({ archive }) => archive === files[0]?.archive) ? files[0]?.archive : undefined;
}
