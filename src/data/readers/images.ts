/**
 * Images by class: files in folders, where the folder's name is the class. Files without a folder, or all in one, have
 * no labels. Pixels come from a decoder that is passed in, since browsers have one and Node has none.
 */
import { createProgressReporter, throwIfAborted } from '../../core/task.ts';
import { datasetFrom } from '../dataset.ts';
import { channelsFirst } from './arrays.ts';
import type { DataFile, DataReader, DecodedImage, DecodeImage, OpenDataOptions } from './reader.ts';
import { baseName, checkBytes, refusal } from './reader.ts';

export const imagesReader: DataReader = {
  format: 'images by class',
  match: ({ head }) => signatures.some((signature) => signature.test(latin(head.subarray(0, 12)))),
  read: async (files, options) => {
    const { decodeImage, limit = Infinity } = options;
    const name = baseName(files[0].archive ?? files[0].name.split('/')[0]);
    if (!decodeImage)
      throw refusal(
        'images',
        name,
        `holds ${files.length} images, which only a browser can decode; convert them to .npy.`,
      );
    const classes = classNames(files);
    const chosen = byTurns(files, classes).slice(0, limit);
    const { values, shape } = await decodeAll(chosen, decodeImage, options);
    const labels = Int32Array.from(chosen, (file) => classes.indexOf(folderOf(file)));
    return datasetFrom({
      name,
      input: { dtype: 'u8', shape },
      values,
      ...(classes.length > 1 ? { labels, classes } : {}),
    });
  },
};

// ---------------------------------------------------------------------------------------------------------------------

/** First bytes of PNG, JPEG, GIF, WebP and BMP (whose two reserved words are zero). */
const signatures: readonly RegExp[] = [/^\x89PNG/, /^\xff\xd8\xff/, /^GIF8/, /^RIFF.{4}WEBP/s, /^BM.{4}\0{4}/s];

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** Pixels are kept as RGB until it is known that all images are gray. */
const RGB = 3;

const folderOf = ({ name }: DataFile): string => name.split('/').at(-2) ?? '';

function classNames(files: readonly DataFile[]): string[] {
  return [...new Set(files.map(folderOf))].sort(naturalOrder);
}

/** One image of each class by turns, so that the first samples of the set hold all classes. */
function byTurns(files: readonly DataFile[], classes: readonly string[]): DataFile[] {
  const groups = new Map<string, DataFile[]>(classes.map((name) => [name, []]));
  for (const file of files) groups.get(folderOf(file))?.push(file);
  for (const group of groups.values()) group.sort((a, b) => naturalOrder(a.name, b.name));
  const longest = Math.max(...Array.from(groups.values(), (group) => group.length));
  const turns = Array.from({ length: longest }, (_, i) =>
    [...groups.values()].flatMap((group) => group.slice(i, i + 1)),
  );
  return turns.flat();
}

/** "img2" before "img10". Compared by code unit where numbers are equal, so that the order is the same everywhere. */
function naturalOrder(a: string, b: string): number {
  const pad = (text: string) => text.replace(/\d+/g, (digits) => digits.padStart(12, '0'));
  const [x, y] = [pad(a), pad(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

async function decodeAll(
  files: readonly DataFile[],
  decode: DecodeImage,
  { imageSize, signal, onProgress }: OpenDataOptions,
) {
  const report = createProgressReporter('decoding images', files.length, onProgress);
  let first: DecodedImage | undefined;
  let pixels = new Uint8Array(0);
  for (const [i, file] of files.entries()) {
    throwIfAborted(signal);
    const image = checkImage(file, await decodeOne(file, decode, imageSize), first);
    const size = image.width * image.height * RGB;
    if (!first) {
      checkBytes(file.name, files.length * size);
      pixels = new Uint8Array(files.length * size);
    }
    first ??= image;
    writeRgb(image, pixels.subarray(i * size, (i + 1) * size));
    report(i + 1);
  }
  const { width, height } = first ?? { width: 0, height: 0 };
  const gray = pixels.every((value, i) => value === pixels[i - (i % RGB)]);
  if (gray) return { values: pixels.filter((_, i) => i % RGB === 0), shape: [1, height, width] };
  return { values: channelsFirst(pixels, width * height, RGB), shape: [RGB, height, width] };
}

async function decodeOne(
  file: DataFile,
  decode: DecodeImage,
  size: OpenDataOptions['imageSize'],
): Promise<DecodedImage> {
  const bytes = await file.source.read(0, file.source.size);
  try {
    return await decode(bytes, size);
  } catch (cause) {
    throw refusal('images', file.name, 'cannot be decoded; it may be damaged, so replace it or leave it out.', {
      cause: String(cause),
    });
  }
}

function checkImage(file: DataFile, image: DecodedImage, first: DecodedImage = image): DecodedImage {
  const { width, height, channels, data } = image;
  if (width * height * channels !== data.length || data.length === 0) {
    throw refusal(
      'images',
      file.name,
      `decoded to ${data.length} values where ${width}×${height}×${channels} were due; replace it.`,
    );
  }
  if (width === first.width && height === first.height) return image;
  const sentence = `is ${width}×${height} pixels, the first image ${first.width}×${first.height}; give imageSize, or bring all to one size.`;
  throw refusal('image-size', file.name, sentence, { width, height });
}

/** Gray becomes three equal channels; alpha is left out, since the decoder has already drawn the image. */
function writeRgb({ channels, data }: DecodedImage, out: Uint8Array): void {
  const step = channels < RGB ? 0 : 1;
  for (let pixel = 0; pixel * channels < data.length; pixel++) {
    for (let c = 0; c < RGB; c++) out[pixel * RGB + c] = data[pixel * channels + c * step];
  }
}
