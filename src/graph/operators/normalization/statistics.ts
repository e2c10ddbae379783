/** What normalizations share: means and spreads over axes, as loops for the reference and as nodes for rewrites. */
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { CostContext, RewriteContext } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { groupsOf } from '../reduction/axes.ts';
import { reduceAlong } from '../reduction/gradient.ts';

/** About eight floating-point operations an element: two sums, a difference, a scale, an offset. */
export const flopsOfNormalization = ({ inputs }: Pick<CostContext, 'inputs'>): number =>
  8 * sizeOf(inputs[0]?.shape ?? []);

/** Mean and (population) variance of each group of elements along `axes`, in row-major order of the other axes. */
export interface Moments {
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

export function momentsOf({ shape, data }: Numbers, axes: readonly number[]): Moments {
  const { starts, offsets } = groupsOf(shape, axes);
  const average = (start: number, value: (x: number) => number) =>
    offsets.reduce((sum, offset) => sum + value(data[start + offset]), 0) / offsets.length;
  const means = Float64Array.from(starts, (start) => average(start, (x) => x));
  const variances = Float64Array.from(starts, (start, i) => average(start, (x) => (x - means[i]) ** 2));
  return { means, variances };
}

/** Replaces each element by a function of itself, its group along `axes`, and its place in the group. */
export function mapGroups(
  { dtype, shape, data }: Numbers,
  axes: readonly number[],
  apply: (x: number, group: number, place: number) => number,
): Numbers {
  const { starts, offsets } = groupsOf(shape, axes);
  const result = new Float64Array(data.length);
  starts.forEach((start, group) => {
    offsets.forEach((offset, place) => {
      result[start + offset] = apply(data[start + offset], group, place);
    });
  });
  return { dtype, shape, data: result };
}

/** Names of values that a normalization is made of; reduced ones keep their axes. */
export interface Normalized {
  readonly mean: string;
  /** 1 / sqrt(variance + epsilon) */
  readonly inverse: string;
  /** (x - mean) inverse */
  readonly value: string;
}

/** Adds nodes that normalize `x` over `axes` to mean 0 and variance 1. */
export function normalizeNodes(
  context: Pick<RewriteContext, 'builder' | 'type'>,
  x: string,
  axes: readonly number[],
  epsilon: number,
): Normalized {
  const { add, sub, mul, sqrt, reciprocal } = arithmetic(context.builder, context.type(x).dtype);
  const mean = reduceAlong(context, 'ReduceMean', x, axes);
  const centred = sub(x, mean);
  const variance = reduceAlong(context, 'ReduceMean', mul(centred, centred), axes);
  const inverse = reciprocal(sqrt(add(variance, epsilon)));
  return { mean, inverse, value: mul(centred, inverse) };
}

/**
 * The gradient through `normalizeNodes`: inverse (g - mean(g) - value mean(g value)).
 *
 * @param g the gradient that arrives at the normalized value
 */
export function normalizeGradient(
  context: Pick<RewriteContext, 'builder' | 'type'>,
  g: string,
  { inverse, value }: Normalized,
  axes: readonly number[],
): string {
  const { sub, mul } = arithmetic(context.builder, context.type(g).dtype);
  const shift = reduceAlong(context, 'ReduceMean', g, axes);
  const slope = reduceAlong(context, 'ReduceMean', mul(g, value), axes);
  return mul(inverse, sub(sub(g, shift), mul(value, slope)));
}
