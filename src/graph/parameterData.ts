/** Reads parameters as dense tensors of their logical dtype, whatever their storage. */
import { dequantizeMatrix } from '../tensor/packed.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { decodeNumbers, encodeNumbers } from '../tensor/tensor.ts';
import type { PackedStorage, Parameter, Storage } from './graph.ts';

/** The logical tensor of a parameter: packed weights dequantized, f16 storage widened. */
export async function loadParameter(parameter: Parameter): Promise<Tensor> {
  return loadStorage(parameter.storage, parameter);
}

/** The logical tensor of any storage. */
export async function loadStorage(storage: Storage, type: Pick<Parameter, 'dtype' | 'shape'>): Promise<Tensor> {
  const { dtype, shape } = type;
  if (storage.kind === 'packed') return { dtype, shape, data: encodeNumbers(dtype, await loadPacked(storage)) };
  const data = await storage.load();
  if (storage.dtype === dtype) return { dtype, shape, data };
  return { dtype, shape, data: encodeNumbers(dtype, decodeNumbers(storage.dtype, data)) };
}

/** (rows, columns) row-major into (columns, rows) row-major. */
export function transposeMatrix(data: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) out[column * rows + row] = data[row * columns + column];
  return out;
}

// ---------------------------------------------------------------------------------------------

async function loadPacked(storage: PackedStorage): Promise<Float32Array> {
  const { rows, columns } = storage.layout;
  const matrix = dequantizeMatrix(await storage.load());
  return storage.orientation === 'rows' ? matrix : transposeMatrix(matrix, rows, columns);
}
