/**
 * Losses between values inside a student and a teacher, each a scalar value.
 *
 * Hints with a learned projector: Romero et al., 2014, "FitNets", arXiv:1412.6550. Attention transfer: Zagoruyko and
 * Komodakis, 2016, arXiv:1612.03928, in the form of their code (mean of squares, weight 1,000 / 2). Relational: Park et
 * al., 2019, arXiv:1904.05068, distances (weight 1) and angles (weight 2).
 */
import { GraphError } from '../../../core/errors.ts';
import type { GraphBuilder } from '../../../graph/builder.ts';
import { arithmetic } from '../../../graph/operators/arithmetic.ts';
import { formatShape } from '../../../tensor/shape.ts';
import type { FeatureMethod } from '../options.ts';
import { relationalLoss } from './relational.ts';

export interface FeatureContext {
  readonly builder: GraphBuilder;
  /** Values: f32 [batch, channels, ...]. */
  readonly student: string;
  readonly teacher: string;
  /** Makes the student's channels as many as the teacher's, with weights that are learned along. */
  project(value: string, channels: number): string;
}

/** @throws GraphError `distillation/features` when the two values cannot be compared */
export function addFeatureLoss(context: FeatureContext, method: FeatureMethod): string {
  switch (method) {
    case 'hint':
      return meanSquare(context.builder, ...projected(context));
    case 'cosine':
      return cosineDistance(context.builder, ...projected(context));
    case 'attention':
      return attentionTransfer(context);
    case 'relational':
      return relationalLoss(context);
    default:
      return method satisfies never;
  }
}

// ---------------------------------------------------------------------------------------------

/** Student and teacher in the teacher's shape. */
function projected(context: FeatureContext): [string, string] {
  const { builder, student, teacher } = context;
  const [own, wanted] = [builder.type(student).shape, builder.type(teacher).shape];
  checkSizes(context, own.slice(2), wanted.slice(2));
  return [context.project(student, Number(wanted[1])), teacher];
}

function meanSquare(builder: GraphBuilder, a: string, b: string): string {
  const { sub, mul } = arithmetic(builder, 'f32');
  const gap = sub(a, b);
  return builder.add('ReduceMean', [mul(gap, gap)], { keepdims: 0 });
}

/** 1 minus the mean cosine of the angle between the two values of a sample. */
function cosineDistance(builder: GraphBuilder, a: string, b: string): string {
  const { sub, mul } = arithmetic(builder, 'f32');
  const [x, y] = [a, b].map((value) => unit(builder, builder.add('Flatten', [value], { axis: 1 })));
  const cosines = builder.add('ReduceSum', [mul(x, y), builder.ints([1])], { keepdims: 0 });
  return sub(1, builder.add('ReduceMean', [cosines], { keepdims: 0 }));
}

/** Weight of attention maps beside class losses: 1,000 / 2, as the paper takes it. */
const attentionWeight = 500;

function attentionTransfer(context: FeatureContext): string {
  const { builder, student, teacher } = context;
  const [own, wanted] = [builder.type(student).shape, builder.type(teacher).shape];
  if (own.length < 3)
    throw new GraphError(
      'distillation/features',
      `Attention transfer compares images, but "${student}" is ${formatShape(own)}. Use hints, or name pairs of convolutions.`,
      { student, shape: own },
    );
  checkSizes(context, own.slice(2), wanted.slice(2));
  const { mul } = arithmetic(builder, 'f32');
  const map = (value: string) => {
    const energy = builder.add('ReduceMean', [mul(value, value), builder.ints([1])], { keepdims: 0 });
    return unit(builder, builder.add('Flatten', [energy], { axis: 1 }));
  };
  return mul(meanSquare(builder, map(student), map(teacher)), attentionWeight);
}

/** Keeps the direction of a zero vector finite. */
const leastSquare = 1e-12;

/** Rows [batch, n] of length 1. */
function unit(builder: GraphBuilder, rows: string): string {
  const { mul, div, sqrt, add } = arithmetic(builder, 'f32');
  const squares = builder.add('ReduceSum', [mul(rows, rows), builder.ints([1])], { keepdims: 1 });
  return div(rows, sqrt(add(squares, leastSquare)));
}

function checkSizes({ student, teacher }: FeatureContext, own: readonly unknown[], wanted: readonly unknown[]): void {
  if (own.length === wanted.length && own.every((dim, i) => dim === wanted[i])) return;
  throw new GraphError(
    'distillation/features',
    `"${student}" has ${own.join('×') || 'no'} positions and "${teacher}" ${wanted.join('×') || 'none'}; features are compared where both have the same. Name other pairs.`,
    { student, teacher },
  );
}
