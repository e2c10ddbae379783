/**
 * DIST: not the probabilities are matched but how they relate, by correlation: of the classes within each sample, and
 * of the samples within each class. Huang et al., 2022, arXiv:2205.10536, equations 8 to 11, scaled by T^2 as in their
 * code.
 */
import type { GraphBuilder } from '../../../graph/builder.ts';
import { arithmetic } from '../../../graph/operators/arithmetic.ts';
import type { LogitLoss } from '../options.ts';
import type { ScorePair } from './losses.ts';

/** Keeps a correlation finite where a row or a column does not vary. */
const leastNorm = 1e-8;

/** @returns the value, f32 scalar: beta times the loss between classes and gamma times that within them, by T^2 */
export function distLoss(
  { builder, student, teacher, temperature }: ScorePair,
  { beta = 1, gamma = 1 }: LogitLoss,
): string {
  const { add, mul, div } = arithmetic(builder, 'f32');
  const [q, p] = [student, teacher].map((scores) => builder.add('Softmax', [div(scores, temperature)], { axis: 1 }));
  const between = mul(uncorrelated(builder, q, p, 1), beta);
  const within = mul(uncorrelated(builder, q, p, 0), gamma);
  return mul(add(between, within), mul(temperature, temperature));
}

// ---------------------------------------------------------------------------------------------

/** 1 minus the mean of Pearson's correlations along an axis. */
function uncorrelated(builder: GraphBuilder, a: string, b: string, axis: number): string {
  const { sub, mul, div, sqrt, add } = arithmetic(builder, 'f32');
  const axes = builder.ints([axis]);
  const centred = (value: string) => sub(value, builder.add('ReduceMean', [value, axes], { keepdims: 1 }));
  const sum = (value: string) => builder.add('ReduceSum', [value, axes], { keepdims: 0 });
  const [x, y] = [centred(a), centred(b)];
  const norms = mul(sqrt(add(sum(mul(x, x)), leastNorm ** 2)), sqrt(add(sum(mul(y, y)), leastNorm ** 2)));
  return sub(1, builder.add('ReduceMean', [div(sum(mul(x, y)), norms)], { keepdims: 0 }));
}
