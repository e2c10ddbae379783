/** Loss and slope of softened scores: one dispatch over the rows, and the sum of their losses. */
import { softCrossEntropyGroup, softCrossEntropyRow } from '../../kernels/training/softCrossEntropy.ts';
import type { LoweringContext } from '../lowering.ts';
import { emitSum } from '../reduction/reduce.ts';
import { preferGroups, rowsAlong } from '../rows.ts';
import { shapeClass } from '../shapeClass.ts';

export function lowerSoftCrossEntropy(context: LoweringContext): void {
  const [student, teacher, temperature] = [0, 1, 2].map((i) => context.input(i));
  const rows = rowsAlong(student.shape, context.int('axis'));
  const losses = context.scratch('f32', rows.count, 'losses of rows');
  const wanted = context.wanted(1);
  const slope = wanted ? context.output(1) : context.scratch('f32', 4, 'no slope');
  const call = {
    constants: { SLOPE: wanted ? 1 : 0 },
    params: rows,
    bindings: { student, teacher, temperature, losses, slope },
  };
  const byRow = { name: 'soft_cross_entropy_row', emit: () => context.emit(softCrossEntropyRow, call) };
  const byGroup = { name: 'soft_cross_entropy_group', emit: () => context.emit(softCrossEntropyGroup, call) };
  const groups = preferGroups(rows, context.capabilities.software);
  const size = shapeClass({ rows: rows.count, length: rows.length });
  context.choose('soft_cross_entropy', size, groups ? [byGroup, byRow] : [byRow, byGroup]);
  if (context.wanted(0)) emitSum(context, losses, context.output(0));
}
