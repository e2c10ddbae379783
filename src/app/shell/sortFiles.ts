/** Which of several files are a network (with its parts) and which are data, by their names. */

const MODEL = /\.(?:onnx|safetensors|onnx[._]data|data|pb)$|config\.json$|\.index\.json$/i;

export interface SortedFiles {
  readonly model: readonly File[];
  readonly data: readonly File[];
}

export function sortFiles(files: readonly File[]): SortedFiles {
  const model = files.filter(({ name }) => MODEL.test(name));
  const data = files.filter(({ name }) => !MODEL.test(name));
  // A single file of an unknown kind is tried as a network: the reader says best what it is not.
  const lone = files.length === 1 && model.length === 0 && !DATA.test(data[0]?.name ?? '');
  return lone ? { model: files, data: [] } : { model, data };
}

const DATA = /(?:idx\d-ubyte|\.(?:idx|gz|csv|tsv|npy|npz|zip|png|jpe?g|webp|gif|bmp))$/i;
