/** Emits a product of f32 with a packed matrix: one row through the split-K kernel, many through the tile bodies. */
import type { TileChoice } from '../../kernels/matmul/tileChoice.ts';
import { tileChoices } from '../../kernels/matmul/tileChoice.ts';
import { tileGroups, tiles } from '../../kernels/matmul/tiles.ts';
import { quantizedMatmulTile } from '../../kernels/quantized/quantizedMatmulTiles.ts';
import { columnsPerThread, quantizedRow, quantizedRowUnaligned } from '../../kernels/quantized/quantizedRow.ts';
import type { LoweringContext } from '../lowering.ts';
import type { Operand } from '../matrix/operand.ts';
import type { Product } from '../matrix/product.ts';
import { shapeClass } from '../shapeClass.ts';
import type { PackedCall } from './packedCall.ts';
import { packedCall, spanOf, stepOf } from './packedCall.ts';

/** Emits the product into output 0, with the context's fused chain. */
export function emitPackedProduct(context: LoweringContext, product: Product): void {
  const { a, b } = product;
  const m = a.rows * a.batch.reduce((count, size) => count * size, 1);
  const call = packedCall(context, b.view.packed(b.index));
  const size = { m, n: b.columns, k: a.columns, batches: 1 };
  const buffer = a.view.input(a.index);
  const shared = { context, product, call, size, buffer };
  const candidates = tileChoices(size, context.capabilities).map((choice) => ({
    name: choice.name,
    emit: () => (choice.tile === 'row' ? emitRow(shared, choice) : emitTile(shared, choice)),
  }));
  context.choose(`quantized_matmul_${call.label}`, shapeClass(size), candidates);
}

// ---------------------------------------------------------------------------------------------

interface Shared {
  readonly context: LoweringContext;
  readonly product: Product;
  readonly call: PackedCall;
  readonly size: { readonly m: number; readonly n: number; readonly k: number; readonly batches: number };
  readonly buffer: ReturnType<LoweringContext['input']>;
}

function emitTile({ context, product, call, size, buffer }: Shared, { tile, numbers }: TileChoice): void {
  const aligned = isPlain(product.a) && size.k % 4 === 0 && size.n % 4 === 0;
  const spans = tiles[tile].constants.SPAN === undefined ? {} : { SPAN: spanOf(call) };
  context.emit(quantizedMatmulTile(tile, aligned), {
    constants: { ...call.constants, ...numbers, ...spans },
    params: { ...paramsOf(product, call, size), ...tileGroups(tiles[tile], size.m, size.n, numbers) },
    bindings: { ...bindingsOf(context, product, call), a: buffer },
    epilogue: context.epilogue,
  });
}

function emitRow({ context, product, call, size, buffer }: Shared, { numbers }: TileChoice): void {
  const aligned = isPlain(product.a) && size.k % 16 === 0 && size.n % 4 === 0;
  const { COLUMNS = 16, SLICES = 1 } = numbers;
  context.emit(aligned ? quantizedRow : quantizedRowUnaligned, {
    constants: { ...call.constants, COLUMNS, SLICES, STEP: stepOf(call, size.k) },
    params: {
      ...paramsOf(product, call, size),
      groups_x: Math.ceil(size.n / (columnsPerThread * COLUMNS)),
      groups_y: size.m,
    },
    bindings: { ...bindingsOf(context, product, call), a: buffer },
    epilogue: context.epilogue,
  });
}

const isPlain = (a: Operand): boolean => a.columnStride === 1;

function paramsOf({ a, alpha, bias }: Product, call: PackedCall, size: Shared['size']) {
  return {
    ...size,
    ...call.params,
    a_row: a.rowStride,
    a_inner: a.columnStride,
    bias_row: bias?.row ?? 0,
    bias_column: bias?.column ?? 0,
    alpha,
    beta: bias?.beta ?? 0,
  };
}

const bindingsOf = (context: LoweringContext, { bias }: Product, call: PackedCall) => ({
  out: context.output(0),
  bias: bias?.buffer ?? context.unused,
  ...call.bindings,
});
