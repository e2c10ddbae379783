/** Orders of elements that files want. */

/** A (rows, columns) matrix as (columns, rows). */
export function transposed<T extends Float32Array | Uint8Array>(matrix: T, rows: number, columns: number): T {
  const out = matrix.slice() as T;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) out[column * rows + row] = matrix[row * columns + column];
  return out;
}
