/**
 * The best approximation of a matrix by one of low rank, W ~ B A. Randomized range finder with power iterations (Halko,
 * Martinsson and Tropp, 2011, arXiv:0909.4061, algorithms 4.4 and 5.1), then Jacobi rotations on the small rest. Seeded.
 */
import { createRandom } from '../../core/random.ts';

export interface LowRank {
  /** (rows, rank) row-major, U sqrt(S) */
  readonly b: Float64Array;
  /** (rank, columns) row-major, sqrt(S) V^T */
  readonly a: Float64Array;
  readonly rank: number;
  /** The largest `rank` singular values, falling. */
  readonly singular: Float64Array;
}

/** Directions beyond the rank that make the found subspace better. */
const oversampling = 8;
/** Each makes small singular values count less by a square. */
const powerIterations = 4;

/** @param values (rows, columns) row-major; rank at most the smaller of both */
export function lowRank(values: ArrayLike<number>, rows: number, columns: number, rank: number): LowRank {
  const kept = Math.max(1, Math.min(rank, rows, columns));
  const width = Math.min(kept + oversampling, rows, columns);
  const w = Float64Array.from({ length: rows * columns }, (_, i) => values[i]);
  const random = createRandom(columns);
  let right = Float64Array.from({ length: columns * width }, () => random.normal());
  let left = orthonormal(multiply(w, right, rows, columns, width), rows, width);
  for (let i = 0; i < powerIterations; i++) {
    right = orthonormal(multiplyTransposed(w, left, rows, columns, width), columns, width);
    left = orthonormal(multiply(w, right, rows, columns, width), rows, width);
  }
  // (columns, width): the small matrix Q^T W, transposed.
  const small = multiplyTransposed(w, left, rows, columns, width);
  const { vectors, squares } = eigen(gram(small, columns, width), width);
  const order = Array.from({ length: width }, (_, i) => i)
    .sort((x, y) => squares[y] - squares[x])
    .slice(0, kept);
  const singular = Float64Array.from(order, (i) => Math.sqrt(Math.max(0, squares[i])));
  const b = new Float64Array(rows * kept);
  const a = new Float64Array(kept * columns);
  order.forEach((own, r) => {
    const root = Math.sqrt(singular[r]);
    for (let i = 0; i < rows; i++) b[i * kept + r] = root * rowBy(left, i, vectors, own, width);
    if (root > 0) for (let j = 0; j < columns; j++) a[r * columns + j] = rowBy(small, j, vectors, own, width) / root;
  });
  return { a, b, rank: kept, singular };
}

// ---------------------------------------------------------------------------------------------

/** The product of row i of (n, width) with column j of (width, width). */
function rowBy(matrix: Float64Array, i: number, vectors: Float64Array, j: number, width: number): number {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += matrix[i * width + k] * vectors[k * width + j];
  return sum;
}

/** (rows, columns) (columns, width) */
function multiply(
  w: Float64Array,
  x: Float64Array,
  rows: number,
  columns: number,
  width: number,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(rows * width);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < columns; k++) {
      const value = w[i * columns + k];
      if (value !== 0) for (let j = 0; j < width; j++) out[i * width + j] += value * x[k * width + j];
    }
  return out;
}

/** (columns, rows) (rows, width), of w (rows, columns) */
function multiplyTransposed(
  w: Float64Array,
  x: Float64Array,
  rows: number,
  columns: number,
  width: number,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(columns * width);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < columns; k++) {
      const value = w[i * columns + k];
      if (value !== 0) for (let j = 0; j < width; j++) out[k * width + j] += value * x[i * width + j];
    }
  return out;
}

/** Columns made orthonormal, each against those before it, twice for safety; a dependent one becomes zero. */
function orthonormal(matrix: Float64Array<ArrayBuffer>, rows: number, width: number): Float64Array<ArrayBuffer> {
  for (let j = 0; j < width; j++) {
    const before = lengthOf(matrix, rows, width, j);
    for (let pass = 0; pass < 2; pass++)
      for (let k = 0; k < j; k++) {
        let dot = 0;
        for (let i = 0; i < rows; i++) dot += matrix[i * width + j] * matrix[i * width + k];
        for (let i = 0; i < rows; i++) matrix[i * width + j] -= dot * matrix[i * width + k];
      }
    const length = lengthOf(matrix, rows, width, j);
    const scale = length > 1e-12 * before ? 1 / length : 0;
    for (let i = 0; i < rows; i++) matrix[i * width + j] *= scale;
  }
  return matrix;
}

function lengthOf(matrix: Float64Array, rows: number, width: number, column: number): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += matrix[i * width + column] ** 2;
  return Math.sqrt(sum);
}

/** x^T x of (rows, width). */
function gram(x: Float64Array, rows: number, width: number): Float64Array {
  const out = new Float64Array(width * width);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < width; j++)
      for (let k = 0; k < width; k++) out[j * width + k] += x[i * width + j] * x[i * width + k];
  return out;
}

/** Eigenvectors (as columns) and eigenvalues of a symmetric matrix, by cyclic Jacobi rotations. */
function eigen(matrix: Float64Array, n: number): { vectors: Float64Array; squares: Float64Array } {
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  const total = matrix.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < 30 && offDiagonal(matrix, n) > 1e-24 * total; sweep++)
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(matrix, vectors, n, p, q);
  return { vectors, squares: Float64Array.from({ length: n }, (_, i) => matrix[i * n + i]) };
}

function offDiagonal(matrix: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) sum += matrix[i * n + j] ** 2;
  return sum;
}

/** Makes the element (p, q) zero. */
function rotate(matrix: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const off = matrix[p * n + q];
  if (off === 0) return;
  const theta = (matrix[q * n + q] - matrix[p * n + p]) / (2 * off);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  const turn = (data: Float64Array, i: number, j: number) => {
    const [x, y] = [data[i], data[j]];
    data[i] = c * x - s * y;
    data[j] = s * x + c * y;
  };
  for (let k = 0; k < n; k++) turn(matrix, k * n + p, k * n + q);
  for (let k = 0; k < n; k++) turn(matrix, p * n + k, q * n + k);
  for (let k = 0; k < n; k++) turn(vectors, k * n + p, k * n + q);
}
