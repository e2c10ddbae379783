/** What optimizer updates share: values of the parameter's shape, and scalars. */
import { formatShape, isConcrete, sameShape, sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { InferContext } from '../../operator.ts';

/** Why an update has no gradient. */
export const updateReason = 'an update of parameters comes after the gradient, not before it';

/**
 * Shape rule of an update: the first `like` inputs have the parameter's shape, the rest are scalars.
 *
 * @param outputs how many values of the parameter's shape it makes
 */
export function inferUpdate(context: InferContext, like: number, outputs: number): ValueType[] {
  const { dtype, shape } = context.input(0);
  context.inputs.forEach((type, i) => {
    if (!type) context.fail(`input ${i} is missing.`);
    else if (i < like && !sameShape(type.shape, shape))
      context.fail(
        `input ${i} is ${formatShape(type.shape)}; it must have the parameter's shape, ${formatShape(shape)}.`,
      );
    else if (i >= like && !(isConcrete(type.shape) && sizeOf(type.shape) === 1))
      context.fail(`input ${i} is ${formatShape(type.shape)}; it must be a scalar.`);
  });
  return Array.from({ length: outputs }, () => ({ dtype, shape })).slice(0, context.outputCount);
}

/** A value of the parameter's shape, element by element. */
export const likeParameter = (parameter: Numbers, at: (i: number) => number): Numbers => ({
  dtype: parameter.dtype,
  shape: parameter.shape,
  data: parameter.data.map((_, i) => at(i)),
});
