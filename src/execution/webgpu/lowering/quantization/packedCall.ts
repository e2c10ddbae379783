/** What every kernel over packed storage is called with: constants of the format, strides, bindings. */
import { groupsPerRow, wordsPerRow } from '../../../../tensor/packed.ts';
import type { LoweringContext, PackedRefs } from '../lowering.ts';

export interface PackedCall {
  readonly constants: { readonly BITS: number; readonly HALF_SCALES: number; readonly SYMMETRIC: number };
  readonly params: { readonly row_words: number; readonly row_scales: number; readonly group_size: number };
  readonly bindings: Pick<PackedRefs, 'codes' | 'scales'> & { readonly zero_points: PackedRefs['codes'] };
  /** `w4 group32`: for the names of families. */
  readonly label: string;
}

export function packedCall(context: LoweringContext, packed: PackedRefs): PackedCall {
  const { layout, codes, scales, zeroPoints } = packed;
  const { bits, strategy, symmetric, scaleDType, columns } = layout;
  const groupSize = strategy === 'group' ? layout.groupSize : columns;
  return {
    constants: { BITS: bits, HALF_SCALES: scaleDType === 'f16' ? 1 : 0, SYMMETRIC: symmetric ? 1 : 0 },
    params: {
      row_words: wordsPerRow(layout),
      row_scales: strategy === 'tensor' ? 0 : groupsPerRow(layout),
      group_size: groupSize,
    },
    bindings: { codes, scales, zero_points: zeroPoints ?? context.unused },
    label: `w${bits}_${strategy === 'group' ? `group${groupSize}` : strategy}`,
  };
}

/** k for which a tile's scales hold: a group, or all columns rounded up to blocks. */
export const spanOf = ({ params }: PackedCall): number => Math.ceil(params.group_size / 16) * 16;

/** k of one slice at a time in the kernel of one row: divides the columns of a scale and leaves slices enough to do. */
export function stepOf({ params }: PackedCall, columns: number): number {
  const size = params.group_size;
  if (size >= columns) return 128;
  return size > 128 && size % 128 === 0 ? 128 : size;
}
