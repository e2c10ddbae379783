/**
 * Relational knowledge distillation: the student keeps the distances between samples, and the angles that three of them
 * make, whatever space it puts them in. Park et al., 2019, arXiv:1904.05068, equations 4 to 9: Huber losses of distances
 * over their mean (weight 1) and of cosines (weight 2). Angles take memory of batch^2 times the width.
 */
import type { GraphBuilder } from '../../../graph/builder.ts';
import { arithmetic } from '../../../graph/operators/arithmetic.ts';
import type { FeatureContext } from './losses.ts';

const angleWeight = 2;
/** Keeps square roots and directions of equal samples finite. */
const leastSquare = 1e-12;

/** @returns the value, f32 scalar: distances at weight 1 and angles at weight 2, as in the paper */
export function relationalLoss({ builder, student, teacher }: FeatureContext): string {
  const { add, mul } = arithmetic(builder, 'f32');
  const [own, wanted] = [student, teacher].map((value) => builder.add('Flatten', [value], { axis: 1 }));
  const differing = differentSamples(builder, own);
  const distances = huber(builder, distancesOf(builder, own, differing), distancesOf(builder, wanted, differing));
  const angles = huber(builder, anglesOf(builder, own), anglesOf(builder, wanted));
  return add(distances, mul(angles, angleWeight));
}

// ---------------------------------------------------------------------------------------------

/** A boolean [batch, batch]: false on the diagonal. */
function differentSamples(builder: GraphBuilder, rows: string): string {
  const count = builder.add('Squeeze', [builder.add('Shape', [rows], { start: 0, end: 1 })]);
  const numbers = builder.add('Range', [builder.scalar(0, 'i64'), count, builder.scalar(1, 'i64')]);
  const [down, across] = [1, 0].map((axis) => builder.add('Unsqueeze', [numbers, builder.ints([axis])]));
  return builder.add('Not', [builder.add('Equal', [down, across])]);
}

/** Distances between all pairs over their mean, zero on the diagonal: [batch, batch]. */
function distancesOf(builder: GraphBuilder, rows: string, differing: string): string {
  const { add, sub, mul, div, sqrt, where } = arithmetic(builder, 'f32');
  const squares = builder.add('ReduceSum', [mul(rows, rows), builder.ints([1])], { keepdims: 1 });
  const products = builder.add('Gemm', [rows, rows], { transB: 1 });
  const sums = add(squares, builder.add('Transpose', [squares], { perm: [1, 0] }));
  const square = builder.add('Max', [sub(sums, mul(products, 2)), builder.scalar(leastSquare)]);
  const distances = where(differing, sqrt(where(differing, square, 1)), 0);
  const pairs = builder.add('Cast', [differing], { to: 'f32' });
  const total = (value: string) => builder.add('ReduceSum', [value], { keepdims: 0 });
  return div(distances, add(div(total(distances), total(pairs)), leastSquare));
}

/** Cosines at sample i between the ways to j and to k: [batch, batch, batch]. */
function anglesOf(builder: GraphBuilder, rows: string): string {
  const { sub, mul, div, sqrt, add } = arithmetic(builder, 'f32');
  const [from, to] = [1, 0].map((axis) => builder.add('Unsqueeze', [rows, builder.ints([axis])]));
  const ways = sub(to, from);
  const squares = builder.add('ReduceSum', [mul(ways, ways), builder.ints([2])], { keepdims: 1 });
  const units = div(ways, sqrt(add(squares, leastSquare)));
  return builder.add('MatMul', [units, builder.add('Transpose', [units], { perm: [0, 2, 1] })]);
}

/** The mean of x^2 / 2 where |x| < 1, of |x| - 1/2 elsewhere. */
function huber(builder: GraphBuilder, a: string, b: string): string {
  const { sub, mul, where, less } = arithmetic(builder, 'f32');
  const gap = sub(a, b);
  const size = builder.add('Abs', [gap]);
  const cost = where(less(size, 1), mul(mul(gap, gap), 0.5), sub(size, 0.5));
  return builder.add('ReduceMean', [cost], { keepdims: 0 });
}
