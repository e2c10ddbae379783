/**
 * Emits one matrix product: works out the layout that kernels read it in, offers the bodies that suit its size to the
 * tuner, and hands over bias and fused chain. MatMul and Gemm both end here.
 */
import { isFloat } from '../../../../tensor/dtype.ts';
import type { BufferRef } from '../../bufferRef.ts';
import { matmulInteger } from '../../kernels/matmul/matmulInteger.ts';
import type { MatmulLayout, SharedLayout } from '../../kernels/matmul/matmulTiles.ts';
import { matmulTile } from '../../kernels/matmul/matmulTiles.ts';
import type { ProductSize, TileChoice } from '../../kernels/matmul/tileChoice.ts';
import { sharesRows, tileChoices } from '../../kernels/matmul/tileChoice.ts';
import { tileGroups, tiles } from '../../kernels/matmul/tiles.ts';
import type { LoweringContext } from '../lowering.ts';
import { shapeClass } from '../shapeClass.ts';
import type { Batches, Operand } from './operand.ts';
import { batchesOf, bufferOf, mostBatchDims, throughSplit, throughTransposes, transposed } from './operand.ts';

/** alpha A B + beta bias, with bias strides of 0 where it is broadcast. */
export interface Product {
  readonly a: Operand;
  readonly b: Operand;
  readonly alpha: number;
  readonly bias: Bias | undefined;
}

export interface Bias {
  readonly buffer: BufferRef;
  readonly beta: number;
  readonly row: number;
  readonly column: number;
}

/** Emits the product into output 0, with the context's fused chain. */
export function emitProduct(context: LoweringContext, asked: Product): void {
  const dtype = context.outputTypes[0].dtype;
  const float = isFloat(dtype);
  const seen = float ? { ...asked, a: seenThrough(asked.a), b: seenThrough(asked.b) } : asked;
  const product = wide(seen);
  const batches = batchesOf(product.a, product.b);
  if (batches.shape.length > mostBatchDims)
    context.fail(`${batches.shape.length} batch dimensions of alternating broadcast; kernels hold ${mostBatchDims}.`);
  const folded = foldBatches(product, batches);
  if (float) emitFloat(context, folded.product, folded.batches);
  else emitInteger(context, product, batches, dtype === 'u32' ? 'u32' : 'i32');
}

// ---------------------------------------------------------------------------------------------

const seenThrough = (operand: Operand): Operand => throughSplit(throughTransposes(operand));

/** A single column is computed as a single row of the transposed product: the elements lie the same. */
function wide(product: Product): Product {
  const { a, b, bias } = product;
  if (b.columns !== 1 || a.rows === 1 || a.batch.length > 0 || b.batch.length > 0) return product;
  const turned = bias && { ...bias, row: bias.column, column: bias.row };
  return { ...product, a: transposed(b), b: transposed(a), bias: turned };
}

/** Batches of A over one B are rows of one product. */
function foldBatches(product: Product, batches: Batches): { product: Product; batches: Batches } {
  const { a, bias } = product;
  const oneB = batches.shape.length === 1 && batches.b[0] === 0 && batches.a[0] === a.rows * a.rowStride;
  if (!oneB || a.columnStride !== 1 || bias?.row) return { product, batches };
  const rows = a.rows * batches.count;
  return {
    product: { ...product, a: { ...a, rows, batch: [], batchStrides: [] } },
    batches: { count: 1, shape: [], a: [], b: [] },
  };
}

function emitFloat(context: LoweringContext, product: Product, batches: Batches): void {
  const { a, b } = product;
  const size = { m: a.rows, n: b.columns, k: a.columns, batches: batches.count };
  const { layout, bRef } = layoutOf(product, size);
  const aRef = bufferOf(a);
  const candidates = tileChoices(size, context.capabilities).map((choice) => ({
    name: choice.name,
    emit: () =>
      context.emit(matmulTile(choice.tile, loadedTogether(context, layout, choice, size)), {
        constants: choice.numbers,
        params: {
          ...paramsOf(product, size, batches),
          ...tileGroups(tiles[choice.tile], size.m, size.n, choice.numbers),
        },
        bindings: { out: context.output(0), bias: product.bias?.buffer ?? context.unused, a: aRef, b: bRef },
        epilogue: context.epilogue,
      }),
  }));
  context.choose(`matmul_${layout}`, shapeClass(size), candidates);
}

/** The fastest layout that the sizes allow, and B as that layout reads it. */
function layoutOf({ a, b }: Product, { m, n, k }: ProductSize): { layout: MatmulLayout; bRef: BufferRef } {
  const aligned = n % 4 === 0 && k % 4 === 0 && isAligned(a) && isAligned(b);
  const aPlain = a.columnStride === 1;
  const bPlain = b.columnStride === 1;
  const half = isHalf(b);
  if (aligned && aPlain && half) return { layout: bPlain ? 'nn_half' : 'nt_half', bRef: b.view.half(b.index) };
  const bRef = bufferOf(b);
  if (aligned && aPlain) return { layout: bPlain ? 'nn' : 'nt', bRef };
  if (aligned && bPlain && m % 4 === 0) return { layout: 'tn', bRef };
  return { layout: 'strided', bRef };
}

/** The layout with A loaded by four neighbours together, where they can. */
function loadedTogether(
  { capabilities }: LoweringContext,
  layout: MatmulLayout,
  choice: TileChoice,
  size: ProductSize,
): MatmulLayout {
  return isShared(layout) && sharesRows(choice, size, capabilities) ? `${layout}_quads` : layout;
}

const isShared = (layout: MatmulLayout): layout is SharedLayout => ['nn', 'nt', 'tn'].includes(layout);

/** Whether each row (or column, where those lie side by side) and each matrix begins at a multiple of four elements. */
function isAligned({ rows, columns, rowStride, columnStride, batch, batchStrides }: Operand): boolean {
  const [count, stride] = columnStride === 1 ? [rows, rowStride] : [columns, columnStride];
  return (count === 1 || stride % 4 === 0) && batchStrides.every((each, i) => batch[i] === 1 || each % 4 === 0);
}

function isHalf({ view, index }: Operand): boolean {
  const storage = view.storage(index);
  return storage?.kind === 'dense' && storage.dtype === 'f16';
}

function emitInteger(context: LoweringContext, product: Product, batches: Batches, type: 'i32' | 'u32'): void {
  const { a, b, alpha, bias } = product;
  if (!Number.isInteger(alpha) || !Number.isInteger(bias?.beta ?? 0))
    context.fail(`alpha ${alpha} and beta ${bias?.beta ?? 0} should be whole numbers in a product of integers.`);
  const size = { m: a.rows, n: b.columns, k: a.columns, batches: batches.count };
  context.emit(matmulInteger, {
    types: { Elem: type },
    params: { ...paramsOf(product, size, batches), groups_x: 1, groups_y: 1 },
    bindings: {
      out: context.output(0),
      bias: bias?.buffer ?? context.unused,
      a: a.view.input(a.index),
      b: b.view.input(b.index),
    },
  });
}

function paramsOf({ a, b, alpha, bias }: Product, size: ProductSize, batches: Batches) {
  return {
    ...size,
    a_row: a.rowStride,
    a_inner: a.columnStride,
    b_inner: b.rowStride,
    b_column: b.columnStride,
    bias_row: bias?.row ?? 0,
    bias_column: bias?.column ?? 0,
    alpha,
    beta: bias?.beta ?? 0,
    batch_rank: batches.shape.length,
    batch_shape: batches.shape,
    a_batch: batches.a,
    b_batch: batches.b,
  };
}
