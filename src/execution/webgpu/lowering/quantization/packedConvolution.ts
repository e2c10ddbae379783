/** Emits a Conv over packed weights: each row of the packed matrix is a filter. */

import type { BufferRef } from '../../bufferRef.ts';
import { tileChoices } from '../../kernels/matmul/tileChoice.ts';
import { tileGroups, tiles } from '../../kernels/matmul/tiles.ts';
import { quantizedConvTile } from '../../kernels/quantized/quantizedConvTiles.ts';
import type { Convolution } from '../convolution/emitConvolution.ts';
import { emitPadding, windowParams, windowTables } from '../convolution/emitConvolution.ts';
import type { LoweringContext } from '../lowering.ts';
import { shapeClass } from '../shapeClass.ts';
import { packedCall, spanOf } from './packedCall.ts';

export function emitPackedConvolution(
  context: LoweringContext,
  convolution: Convolution,
  x: BufferRef,
  bias: BufferRef | undefined,
): void {
  const [set] = convolution.windows.sets;
  const call = packedCall(context, context.packed(1));
  const window = windowParams(convolution, set);
  const padded = emitPadding(context, convolution, x);
  const tables = windowTables(context, convolution, set);
  const candidates = tileChoices(window, context.capabilities).map(({ name, tile, numbers }) => ({
    name,
    emit: () =>
      context.emit(quantizedConvTile(tile), {
        constants: {
          ...call.constants,
          ...numbers,
          ...(tiles[tile].constants.SPAN === undefined ? {} : { SPAN: spanOf(call) }),
        },
        params: {
          ...window,
          ...call.params,
          ...tileGroups(tiles[tile], window.m, window.n, numbers),
          biased: bias ? 1 : 0,
        },
        bindings: { out: context.output(0), bias: bias ?? context.unused, x: padded, tables, ...call.bindings },
        epilogue: context.epilogue,
      }),
  }));
  const { m, n, k, batches } = window;
  context.choose(`quantized_conv_${call.label}`, shapeClass({ m, n, k, batches }), candidates);
}
