/** ArgMax, ArgMin and TopK: positions of the best elements along an axis. */
import { argRow } from '../../kernels/reduction/argRow.ts';
import { topK } from '../../kernels/reduction/topK.ts';
import type { LoweringContext } from '../lowering.ts';
import { preferGroups, rowsAlong } from '../rows.ts';
import { shapeClass } from '../shapeClass.ts';

export function lowerArg(context: LoweringContext, smallest: boolean): void {
  const input = context.input(0);
  const positions = context.output(0);
  const rows = rowsAlong(input.shape, context.int('axis'));
  const last = context.int('select_last_index');
  const SMALLEST = smallest ? 1 : 0;
  const types = { Elem: input.element };
  const byRow = {
    name: 'arg_row',
    emit: () =>
      context.emit(argRow, {
        constants: { SMALLEST, LAST: last },
        types,
        params: rows,
        bindings: { source: input, positions },
      }),
  };
  const byGroup = {
    name: 'top_k',
    emit: () => {
      const values = context.scratch(input.element, 1, 'values that are not wanted');
      const bindings = { source: input, values, positions };
      context.emit(topK, { constants: { SMALLEST, VALUES: 0 }, types, params: { ...rows, k: 1 }, bindings });
    },
  };
  const groups = preferGroups(rows, context.capabilities.software);
  // Of equal elements top_k takes the first.
  const candidates = last ? [byRow] : groups ? [byGroup, byRow] : [byRow, byGroup];
  context.choose('arg', shapeClass({ rows: rows.count, length: rows.length }), candidates);
}

export function lowerTopK(context: LoweringContext): void {
  const input = context.input(0);
  const k = context.known(1)?.data[0] ?? context.fail('its K is not known before running.');
  context.emit(topK, {
    constants: { SMALLEST: context.int('largest') ? 0 : 1 },
    types: { Elem: input.element },
    params: { ...rowsAlong(input.shape, context.int('axis')), k },
    bindings: { source: input, values: context.output(0), positions: context.output(1) },
  });
}
