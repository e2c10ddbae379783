/** Which products and convolutions have kernels for packed weights; apart from them, so that asking loads none. */
import type { Convolution } from '../convolution/emitConvolution.ts';
import type { LoweringContext } from '../lowering.ts';
import type { Product } from '../matrix/product.ts';

/** Whether B lies packed by rows of the product's columns, and all batches of A are rows of one product. */
export function isPackedProduct({ a, b, bias }: Product): boolean {
  const storage = b.view.storage(b.index);
  if (storage?.kind !== 'packed' || b.batch.length > 0) return false;
  const byColumns = storage.orientation === (b.columnStride === 1 && b.columns !== 1 ? 'columns' : 'rows');
  const alike = b.columns === 1 || b.rows === 1;
  const fits = storage.layout.rows === b.columns && storage.layout.columns === b.rows;
  const foldable = a.batch.every((size) => size === 1) || (a.columnStride === 1 && !bias?.row);
  return fits && foldable && (byColumns || alike);
}

/** Whether weight 1 of a Conv lies packed by filters. */
export function isPackedConvolution(context: LoweringContext, convolution: Convolution): boolean {
  const storage = context.storage(1);
  if (storage?.kind !== 'packed' || storage.orientation !== 'rows') return false;
  return storage.layout.rows === convolution.groups * convolution.filters;
}
