/** Reads parameters as dense tensors of their logical dtype, whatever their storage. */
import type { Parameter, Storage } from '../graph/graph.ts';
import { dequantizeMatrix } from '../tensor/packed.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { decodeNumbers, encodeNumbers } from '../tensor/tensor.ts';

/** The logical tensor of a parameter: packed weights dequantized, f16 storage widened. */
export async function loadParameter(parameter: Parameter): Promise<Tensor> {
  return loadStorage(parameter.storage, parameter);
}

/** The logical tensor of any storage. */
export async function loadStorage(storage: Storage, type: Pick<Parameter, 'dtype' | 'shape'>): Promise<Tensor> {
  const { dtype, shape } = type;
  if (storage.kind === 'packed') return { dtype, shape, data: await loadPacked(storage) };
  const data = await storage.load();
  if (storage.dtype === dtype) return { dtype, shape, data };
  return { dtype, shape, data: encodeNumbers(dtype, decodeNumbers(storage.dtype, data)) };
}

// ---------------------------------------------------------------------------------------------

async function loadPacked(storage: Storage & { kind: 'packed' }): Promise<Float32Array> {
  const { rows, columns } = storage.layout;
  const matrix = dequantizeMatrix(await storage.load());
  if (storage.orientation === 'rows') return matrix;
  const out = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) out[column * rows + row] = matrix[row * columns + column];
  return out;
}
