/** What optimizer updates share: values of the parameter's shape, and scalars. */
import { formatShape, isConcrete, sameShape, sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { InferContext, RewriteContext } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';

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

/** A gradient times a factor where there is one. */
export const scaledNumbers = (gradient: Numbers, factor: Numbers | undefined): Numbers =>
  factor ? likeParameter(gradient, (i) => gradient.data[i] * factor.data[0]) : gradient;

/** As `scaledNumbers`, in nodes; the factor is an f32 scalar whatever the gradient is. */
export function scaledGradient(
  { builder, type }: RewriteContext,
  gradient: string,
  factor: string | undefined,
): string {
  if (!factor) return gradient;
  const { dtype } = type(gradient);
  const { mul, cast } = arithmetic(builder, dtype);
  return mul(gradient, dtype === 'f32' ? factor : cast(factor));
}
