/** The dispatch that is inserted where a consumer has no kernel for packed storage. */
import { groupsPerRow, wordsPerRow } from '../../../tensor/packed.ts';
import type { BufferRef } from '../bufferRef.ts';
import { dequantize } from '../kernels/parameters/dequantize.ts';
import type { LoweringContext, PackedRefs } from './lowering.ts';

/** Writes a packed parameter as f32 in the order of its logical shape. */
export function emitDequantize(context: LoweringContext, packed: PackedRefs, weights: BufferRef): void {
  const { layout, orientation, codes, scales, zeroPoints } = packed;
  const { rows, columns, bits, strategy, symmetric, scaleDType } = layout;
  const byRows = orientation === 'rows';
  context.emit(dequantize, {
    constants: { BITS: bits, HALF_SCALES: scaleDType === 'f16' ? 1 : 0, SYMMETRIC: symmetric ? 1 : 0 },
    params: {
      rows,
      columns,
      row_words: wordsPerRow(layout),
      column_stride: byRows ? 1 : rows,
      row_stride: byRows ? columns : 1,
      scales_per_row: strategy === 'tensor' ? 0 : groupsPerRow(layout),
      group_size: strategy === 'group' ? layout.groupSize : columns,
    },
    bindings: { codes, scales, zero_points: zeroPoints ?? context.unused, weights },
  });
}
