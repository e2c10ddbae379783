/** What happens when an update meets a value: the reductions of ScatterElements and ScatterND, and their gradients. */
import { GraphError } from '../../../core/errors.ts';
import type { DType } from '../../../tensor/dtype.ts';
import { wrapInteger } from '../../../tensor/tensor.ts';
import type { InferContext, RewriteContext } from '../../operator.ts';
import { string } from '../../operator.ts';

export const reductionAttribute = string('none', 'add', 'mul', 'max', 'min');

export interface ReductionAttributes {
  readonly reduction: 'none' | 'add' | 'mul' | 'max' | 'min';
}

/** Refuses a reduction that ONNX does not have. */
export function checkReduction(context: InferContext<ReductionAttributes>): void {
  const { reduction } = context.attributes;
  if (!['none', 'add', 'mul', 'max', 'min'].includes(reduction))
    context.fail(`reduction is "${reduction}"; it must be none, add, mul, max or min.`);
}

/** The value after an update, wrapped to the dtype. */
export function combine(
  reduction: ReductionAttributes['reduction'],
  dtype: DType,
  value: number,
  update: number,
): number {
  switch (reduction) {
    case 'none':
      return update;
    case 'add':
      return wrapInteger(dtype, value + update);
    case 'mul':
      return wrapInteger(dtype, value * update);
    case 'max':
      return Math.max(value, update);
    case 'min':
      return Math.min(value, update);
    default:
      return reduction satisfies never;
  }
}

/** @throws GraphError `graph/gradient` for reductions whose gradient depends on which update won */
export function refuseGradient(context: RewriteContext<ReductionAttributes>): never {
  const { attributes, outputs } = context;
  throw new GraphError(
    'graph/gradient',
    `The scatter that makes "${outputs[0]}" has the reduction ${attributes.reduction}; gradients exist for none and add only.`,
    { value: outputs[0] },
  );
}
