/**
 * A matrix operand as a kernel can read it: through Transpose nodes, which training graphs are full of, so that no
 * transposed copy is made. Says where rows, columns and batches lie in elements; decides nothing about kernels.
 */
import { normalizeAxis, sizeOf, stridesOf } from '../../../../tensor/shape.ts';
import type { BufferRef } from '../../bufferRef.ts';
import { partOf } from '../../bufferRef.ts';
import type { NodeView } from '../lowering.ts';
import { restrided } from '../views.ts';

export interface Operand {
  /** Whose input it is, and which: the place to ask for its value or storage. */
  readonly view: NodeView;
  readonly index: number;
  /** Logical matrix, vectors already seen as matrices. */
  readonly rows: number;
  readonly columns: number;
  /** Strides in elements from one row, and from one column, to the next. */
  readonly rowStride: number;
  readonly columnStride: number;
  /** Where the first element lies, in elements; a multiple of 64. */
  readonly offset: number;
  /** Batch dimensions, first to last. */
  readonly batch: readonly number[];
  /** Strides of the batch dimensions in elements. */
  readonly batchStrides: readonly number[];
  /** Whether rows and columns are those of the value at the input the other way round. */
  readonly turned: boolean;
}

/** The operand at an input: [..., rows, columns], or a vector seen as one row (`vector: 'row'`) or one column. */
export function operandOf(view: NodeView, index: number, vector: 'row' | 'column'): Operand {
  const shape = view.inputTypes[index]?.shape ?? [];
  if (shape.length === 1) {
    const [rows, columns] = vector === 'row' ? [1, shape[0]] : [shape[0], 1];
    return rowMajor(view, index, [rows, columns]);
  }
  const producer = view.producer(index);
  if (producer && swapsLastTwo(producer)) return transposed(operandOf(producer, 0, vector));
  return rowMajor(view, index, shape);
}

/**
 * The operand read through one more Transpose, of any axes, where rows or columns then still lie side by side: heads of
 * attention need no copy of their own. For kernels that take strides of batches.
 */
export function throughTransposes(operand: Operand): Operand {
  const producer = operand.view.producer(operand.index);
  const shape = producer?.inputTypes[0]?.shape ?? [];
  if (producer?.node.operator !== 'Transpose' || shape.length < 3 || shape.length !== operand.batch.length + 2)
    return operand;
  const strides = permOf(producer, shape.length).map((axis) => stridesOf(shape)[axis]);
  const [rowStride, columnStride] = strides.slice(-2);
  if (rowStride !== 1 && columnStride !== 1) return operand;
  const { turned, rows, columns, batch } = operand;
  const [across, down] = turned ? [columns, rows] : [rows, columns];
  const batchStrides = strides.slice(0, -2);
  const seen = { rows: across, columns: down, rowStride, columnStride, offset: 0, batch, batchStrides, turned: false };
  const inner: Operand = { view: producer, index: 0, ...seen };
  return turned ? transposed(inner) : inner;
}

/**
 * The operand read out of what a Split took it from, in another shape perhaps: queries, keys and values that one product
 * makes need no copies.
 */
export function throughSplit(operand: Operand): Operand {
  const { view, index, batch, batchStrides } = operand;
  const maker = view.producer(index);
  const isReshape = maker?.node.operator === 'Reshape';
  const split = isReshape ? maker.producer(0) : maker;
  if (split?.node.operator !== 'Split' || split.storage(0)) return operand;
  const position = split.node.outputs.indexOf(isReshape ? maker.node.inputs[0] : view.node.inputs[index]);
  const shapes = split.outputTypes.map(({ shape }) => shape);
  const whole = split.inputTypes[0]?.shape ?? [];
  const axis = normalizeAxis(split.int('axis'), whole.length);
  const rowOf = (shape: readonly number[]) => sizeOf(shape.slice(axis));
  const offset = shapes.slice(0, position).reduce((sum, shape) => sum + rowOf(shape), 0);
  const sizes = [operand.rows, operand.columns, ...batch];
  const strides = [operand.rowStride, operand.columnStride, ...batchStrides];
  const moved = restrided(sizes, strides, rowOf(shapes[position]), rowOf(whole));
  if (!moved || offset % partAlignment !== 0) return operand;
  const [rowStride, columnStride, ...rest] = moved;
  return { ...operand, view: split, index: 0, offset, rowStride, columnStride, batchStrides: rest };
}

/** The buffer that an operand is read from. */
export function bufferOf({ view, index, offset }: Operand): BufferRef {
  const whole = view.input(index);
  return offset === 0 ? whole : partOf(whole, offset, whole.count - offset);
}

/** Elements; a binding begins at a multiple of 256 bytes. */
const partAlignment = 64;

/** A value as it lies, seen in a shape of at least two dimensions. */
export function rowMajor(view: NodeView, index: number, shape: readonly number[]): Operand {
  const [rows, columns] = shape.slice(-2);
  const batchStrides = stridesOf(shape).slice(0, -2);
  const batch = shape.slice(0, -2);
  const strides = { rowStride: columns, columnStride: 1, offset: 0, batchStrides };
  return { view, index, rows, columns, ...strides, batch, turned: false };
}

/** The same elements as rows for columns. */
export const transposed = (operand: Operand): Operand => ({
  ...operand,
  rows: operand.columns,
  columns: operand.rows,
  rowStride: operand.columnStride,
  columnStride: operand.rowStride,
  turned: !operand.turned,
});

/** How a product walks over batches: sizes and strides of A and B, the last dimension first, merged where they can be. */
export interface Batches {
  readonly count: number;
  readonly shape: readonly number[];
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** Most batch dimensions that the kernels' parameters hold after merging. */
export const mostBatchDims = 8;

export function batchesOf(a: Operand, b: Operand): Batches {
  const rank = Math.max(a.batch.length, b.batch.length);
  const dims: { size: number; a: number; b: number }[] = [];
  for (let i = 1; i <= rank; i++) {
    const sizeA = a.batch.at(-i) ?? 1;
    const sizeB = b.batch.at(-i) ?? 1;
    const dim = {
      size: sizeA === 1 ? sizeB : sizeA,
      a: sizeA === 1 ? 0 : (a.batchStrides.at(-i) ?? 0),
      b: sizeB === 1 ? 0 : (b.batchStrides.at(-i) ?? 0),
    };
    const last = dims.at(-1);
    if (last && last.a * last.size === dim.a && last.b * last.size === dim.b) last.size *= dim.size;
    else if (dim.size !== 1) dims.push(dim);
  }
  const count = dims.reduce((product, { size }) => product * size, 1);
  return {
    count,
    shape: dims.map(({ size }) => size),
    a: dims.map((dim) => dim.a),
    b: dims.map((dim) => dim.b),
  };
}

// ---------------------------------------------------------------------------------------------

function swapsLastTwo(view: NodeView): boolean {
  if (view.node.operator !== 'Transpose') return false;
  const rank = view.inputTypes[0]?.shape.length ?? 0;
  if (rank < 2) return false;
  return permOf(view, rank).every((axis, i) => axis === (i < rank - 2 ? i : 2 * rank - 3 - i));
}

function permOf(transpose: NodeView, rank: number): readonly number[] {
  const given = transpose.attribute('perm');
  return Array.isArray(given) ? given : Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
}
