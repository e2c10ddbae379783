/** Reductions along axes, and operators that set the elements of a row against each other. */
import type { ReductionName } from '../../../graph/operators/names.ts';
import { cumSum } from '../kernels/reduction/cumSum.ts';
import { softmaxBackGroup, softmaxBackRow } from '../kernels/reduction/softmaxBack.ts';
import { softmaxGroup } from '../kernels/reduction/softmaxGroup.ts';
import { softmaxRow } from '../kernels/reduction/softmaxRow.ts';
import type { Lowering, LoweringContext, Variant } from './lowering.ts';
import { byDecomposition } from './lowering.ts';
import { lowerArg, lowerTopK } from './reduction/positions.ts';
import { lowerReduce } from './reduction/reduce.ts';
import type { Reduction } from './reduction/reduceParams.ts';
import type { Rows } from './rows.ts';
import { preferGroups, rowsAlong } from './rows.ts';
import { shapeClass } from './shapeClass.ts';

const reduce = (reduction: Reduction): Lowering => ({
  lower: (context) => lowerReduce(context, reduction),
  epilogueInputs: 6,
});

export const reduction = {
  ReduceSum: reduce({ map: 'none', fold: 'sum', finish: 'none' }),
  ReduceMean: reduce({ map: 'none', fold: 'sum', finish: 'mean' }),
  ReduceMax: reduce({ map: 'none', fold: 'max', finish: 'none' }),
  ReduceMin: reduce({ map: 'none', fold: 'min', finish: 'none' }),
  ReduceProd: reduce({ map: 'none', fold: 'product', finish: 'none' }),
  ReduceL1: reduce({ map: 'abs', fold: 'sum', finish: 'none' }),
  ReduceL2: reduce({ map: 'square', fold: 'sum', finish: 'sqrt' }),
  ReduceSumSquare: reduce({ map: 'square', fold: 'sum', finish: 'none' }),
  ReduceLogSumExp: byDecomposition,
  ArgMax: { lower: (context) => lowerArg(context, false) },
  ArgMin: { lower: (context) => lowerArg(context, true) },
  TopK: { lower: lowerTopK },
  CumSum: { lower: lowerCumSum },
  Softmax: { lower: (context) => lowerSoftmax(context, 0), epilogueInputs: 6 },
  LogSoftmax: { lower: (context) => lowerSoftmax(context, 1), epilogueInputs: 6 },
  SoftmaxGradient: { lower: lowerSoftmaxGradient, epilogueInputs: 5 },
} satisfies Record<ReductionName, Lowering>;

// ---------------------------------------------------------------------------------------------

function lowerCumSum(context: LoweringContext): void {
  const input = context.input(0);
  const axis = context.known(1)?.data[0] ?? context.fail('its axis is not known before running.');
  context.emit(cumSum, {
    constants: { EXCLUSIVE: context.int('exclusive'), REVERSE: context.int('reverse') },
    types: { Elem: input.element },
    params: rowsAlong(input.shape, axis),
    bindings: { source: input, sums: context.output(0) },
  });
}

function lowerSoftmax(context: LoweringContext, log: 0 | 1): void {
  const input = context.input(0);
  const rows = rowsAlong(input.shape, context.int('axis'));
  const bindings = { source: input, result: context.output(0) };
  const call = { constants: { LOG: log }, params: rows, bindings, epilogue: context.epilogue };
  const byRow = { name: 'softmax_row', emit: () => context.emit(softmaxRow, call) };
  const byGroup = { name: 'softmax_group', emit: () => context.emit(softmaxGroup, call) };
  chooseWay(context, 'softmax', rows, byRow, byGroup);
}

function lowerSoftmaxGradient(context: LoweringContext): void {
  const [arriving, shares] = [context.input(0), context.input(1)];
  const rows = rowsAlong(shares.shape, context.int('axis'));
  const bindings = { arriving, shares, result: context.output(0) };
  const call = { params: rows, bindings, epilogue: context.epilogue };
  const byRow = { name: 'softmax_back_row', emit: () => context.emit(softmaxBackRow, call) };
  const byGroup = { name: 'softmax_back_group', emit: () => context.emit(softmaxBackGroup, call) };
  chooseWay(context, 'softmax_back', rows, byRow, byGroup);
}

/** A thread or a workgroup a row. */
function chooseWay(context: LoweringContext, family: string, rows: Rows, byRow: Variant, byGroup: Variant): void {
  const groups = preferGroups(rows, context.capabilities.software);
  const size = shapeClass({ rows: rows.count, length: rows.length });
  context.choose(family, size, groups ? [byGroup, byRow] : [byRow, byGroup]);
}
