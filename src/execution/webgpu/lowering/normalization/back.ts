/**
 * The gradients of layer and RMS normalization: one dispatch over the rows, which leaves each row's moments for a second
 * over the columns of scale and bias.
 */
import { normalizeAxis, sizeOf } from '../../../../tensor/shape.ts';
import type { Width } from '../../kernels/normalization/normalizeBack.ts';
import {
  normalizeBackColumns,
  normalizeBackGroup,
  normalizeBackRow,
} from '../../kernels/normalization/normalizeBack.ts';
import type { LoweringContext } from '../lowering.ts';
import { preferGroups } from '../rows.ts';
import { shapeClass } from '../shapeClass.ts';

/** @param centred 1 where the mean was taken off (0 for RMS) */
export function lowerBack(context: LoweringContext, centred: 0 | 1): void {
  const [arriving, source, scale] = [0, 1, 2].map((i) => context.input(i));
  const axis = normalizeAxis(context.int('axis'), source.shape.length);
  const rows = { count: sizeOf(source.shape.slice(0, axis)), length: sizeOf(source.shape.slice(axis)) };
  const width: Width = rows.length % 4 === 0 ? 4 : 1;
  const moments = context.scratch('f32', 2 * rows.count, 'moments');
  const back = context.wanted(0);
  const call = {
    constants: { CENTRED: centred, BACK: back ? 1 : 0 },
    params: { count: rows.count, length: rows.length / width, epsilon: context.float('epsilon') },
    bindings: {
      arriving,
      source,
      scale,
      result: back ? context.output(0) : context.scratch('f32', 4, 'no result'),
      moments,
    },
    epilogue: context.epilogue,
  };
  const byRow = { name: 'normalize_back_row', emit: () => context.emit(normalizeBackRow[width], call) };
  const byGroup = { name: 'normalize_back_group', emit: () => context.emit(normalizeBackGroup[width], call) };
  const groups = preferGroups(rows, context.capabilities.software);
  const size = shapeClass({ rows: rows.count, length: rows.length });
  context.choose('normalize_back', size, groups ? [byGroup, byRow] : [byRow, byGroup]);
  if (!context.wanted(1) && !context.wanted(2)) return;
  const bias = context.wanted(2);
  const columns = (name: string, SLICES: number) => ({
    name,
    emit: () =>
      context.emit(normalizeBackColumns[width], {
        constants: { SLICES, BIAS: bias ? 1 : 0 },
        params: { count: rows.count, length: rows.length / width },
        bindings: {
          arriving,
          source,
          moments,
          to_scale: context.output(1),
          to_bias: bias ? context.output(2) : context.scratch('f32', 4, 'no bias'),
        },
      }),
  });
  // Threads that share a column join their sums behind barriers, which cost more than they gain on software.
  const ways = [columns('normalize_back_columns.16', 16), columns('normalize_back_columns.1', 1)];
  context.choose('normalize_back_columns', size, context.capabilities.software ? ways.reverse() : ways);
}
