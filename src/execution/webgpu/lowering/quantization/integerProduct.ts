/** Emits a product of quantized activations with 8-bit packed weights: quantize and pack rows, then integer tiles. */

import type { PackedStorage } from '../../../../graph/graph.ts';
import { groupsPerRow, symmetricZero, unpackCodes } from '../../../../tensor/packed.ts';
import type { BufferRef } from '../../bufferRef.ts';
import { quantizeRows } from '../../kernels/quantized/activations.ts';
import type { IntegerTileName } from '../../kernels/quantized/integerTiles.ts';
import { integerMatmulTile, integerTileNames, integerTiles } from '../../kernels/quantized/integerTiles.ts';
import type { LoweringContext, Variant } from '../lowering.ts';
import type { Product } from '../matrix/product.ts';
import { shapeClass } from '../shapeClass.ts';
import type { Activation } from './activation.ts';
import { activationOf } from './activation.ts';
import { packedCall } from './packedCall.ts';
import { emitPackedProduct } from './packedProduct.ts';

/** The quantized activation of a packed product whose weights are 8-bit and symmetric; one row is left to split K. */
export function integerActivation(context: LoweringContext, { a, b }: Product): Activation | undefined {
  const storage = b.view.storage(b.index);
  if (storage?.kind !== 'packed' || storage.layout.bits !== 8 || !storage.layout.symmetric) return undefined;
  if (a.view !== context || a.index !== 0 || a.columnStride !== 1 || rowsOf(a) < 2) return undefined;
  return activationOf(context, 'rows');
}

/** Emits the product into output 0 with integers; in floats too where that is faster here. */
export function emitIntegerProduct(context: LoweringContext, product: Product, activation: Activation): void {
  const call = packedCall(context, product.b.view.packed(product.b.index));
  const size = { m: rowsOf(product.a), n: product.b.columns, k: product.a.columns };
  const integers = integerTileNames.map((tile) => ({
    name: `integer_${tile}`,
    emit: () => emitTile(context, product, activation, tile),
  }));
  const float = { name: 'float', emit: () => emitPackedProduct(context, product) };
  context.choose(`integer_matmul_${call.label}`, shapeClass(size), likeliestFirst(context, integers, float));
}

/** Hardware multiplies bytes faster than floats; on a software adapter it is the other way round (2 to 5 GFLOP/s). */
export const likeliestFirst = (context: LoweringContext, integers: readonly Variant[], float: Variant): Variant[] =>
  context.capabilities.software ? [float, ...integers.toReversed()] : [...integers, float];

// ---------------------------------------------------------------------------------------------

const rowsOf = (a: Product['a']): number => a.rows * a.batch.reduce((count, size) => count * size, 1);

function emitTile(context: LoweringContext, product: Product, activation: Activation, tile: IntegerTileName): void {
  const { a, b, alpha, bias } = product;
  const packed = b.view.packed(b.index);
  const call = packedCall(context, packed);
  const [m, n, sixteens] = [rowsOf(a), b.columns, Math.ceil(a.columns / 16)];
  const rows = emitRows(context, activation, m, a.columns);
  const { rows: tileRows, columns: tileColumns } = integerTiles[tile];
  context.emit(integerMatmulTile(tile, context.capabilities.packedDot ? 'packed' : 'unpacked'), {
    constants: { HALF_SCALES: call.constants.HALF_SCALES },
    params: {
      m,
      n,
      k: sixteens,
      groups_x: Math.ceil(n / (tileColumns * 8)),
      groups_y: Math.ceil(m / (tileRows * 4)),
      batches: 1,
      a_row: sixteens,
      b_row: call.params.row_words / 4,
      dynamic: activation.scale === undefined ? 1 : 0,
      row_scales: call.params.row_scales,
      group_size: Math.ceil(call.params.group_size / 16),
      zero: -activation.zero,
      bias_row: bias?.row ?? 0,
      bias_column: bias?.column ?? 0,
      alpha: alpha * (activation.scale ?? 1),
      beta: bias?.beta ?? 0,
    },
    bindings: {
      out: context.output(0),
      bias: bias?.buffer ?? context.unused,
      a: rows.codes,
      b: packed.codes,
      scales: packed.scales,
      facts: factsOf(context, product, activation, rows.scales),
    },
    epilogue: context.epilogue,
  });
}

/** The rows of the activation as codes, and their scales. */
function emitRows(context: LoweringContext, activation: Activation, rows: number, columns: number) {
  const { source, scale, zero, least, most } = activation;
  const words = Math.ceil(columns / 16) * 4;
  const codes = context.scratch('u32', rows * words, 'activation codes');
  const scales = scale === undefined ? context.scratch('f32', rows, 'activation scales') : givenScale(context, scale);
  context.emit(quantizeRows, {
    constants: { DYNAMIC: scale === undefined ? 1 : 0 },
    params: { rows, columns, row_words: words, zero, least, most },
    bindings: {
      codes,
      scales: scale === undefined ? scales : context.scratch('f32', 1, 'no scales'),
      x: source.view.input(source.index),
      given_scale: scale === undefined ? context.unused : scales,
    },
  });
  return { codes, scales };
}

/** Scales of rows; or, where activations lie about another zero, what that zero adds to a column. */
function factsOf(context: LoweringContext, product: Product, activation: Activation, scales: BufferRef): BufferRef {
  if (activation.scale === undefined) return scales;
  return activation.zero === 0 ? context.unused : sumsOf(product);
}

/** A static scale as a buffer of one. */
export const givenScale = (context: LoweringContext, scale: number): BufferRef =>
  context.constant(`scale ${scale}`, { element: 'f32', count: 1, load: async () => Float32Array.of(scale) });

/** Sums of the signed weights of each group of each row, for activations that lie about another zero. */
function sumsOf({ b }: Product): BufferRef {
  const storage = b.view.storage(b.index) as PackedStorage;
  const { layout } = storage;
  const groups = groupsPerRow(layout);
  return b.view.prepared(b.index, 'sums of groups', {
    element: 'i32',
    count: layout.rows * groups,
    load: async () => sumGroups(storage, groups),
  });
}

async function sumGroups(storage: PackedStorage, groups: number): Promise<Int32Array> {
  const { bits, rows, columns, strategy, groupSize } = storage.layout;
  const codes = unpackCodes(bits, rows, columns, (await storage.load()).codes);
  const size = strategy === 'group' ? groupSize : columns;
  const sums = new Int32Array(rows * groups);
  codes.forEach((code, i) => {
    sums[Math.floor(i / columns) * groups + Math.floor((i % columns) / size)] += code - symmetricZero(bits);
  });
  return sums;
}
