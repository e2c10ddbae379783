/**
 * Losses between the class scores of a student and of a teacher, each a scalar value. Scores are [batch, classes].
 *
 * Hinton, Vinyals and Dean, 2015, arXiv:1503.02531 (forward); Gu et al., 2023, arXiv:2306.08543 (reverse); Agarwal et
 * al., 2023, arXiv:2306.13649 (Jensen-Shannon); Ba and Caruana, 2014, arXiv:1312.6184 (squared error of logits).
 */
import type { GraphBuilder } from '../../../graph/builder.ts';
import { arithmetic } from '../../../graph/operators/arithmetic.ts';
import type { LogitLoss } from '../options.ts';
import { decoupledLoss } from './decoupled.ts';
import { distLoss } from './dist.ts';

export interface ScorePair {
  readonly builder: GraphBuilder;
  /** Values: f32 [batch, classes]. */
  readonly student: string;
  readonly teacher: string;
  /** Value: f32 scalar. */
  readonly temperature: string;
  /** Input: i64 [batch]; only `decoupled` reads it. */
  readonly labels: string | undefined;
}

/** @throws GraphError `distillation/labels` when the loss needs labels and there are none */
export function addLogitLoss(pair: ScorePair, options: LogitLoss): string {
  const divergence = options.divergence ?? 'forward';
  switch (divergence) {
    case 'forward':
      return divergenceOf(pair, pair.student, pair.teacher);
    case 'reverse':
      return divergenceOf(pair, pair.teacher, pair.student);
    case 'js':
      return jensenShannon(pair);
    case 'mse':
      return squaredError(pair);
    case 'dist':
      return distLoss(pair, options);
    case 'decoupled':
      return decoupledLoss(pair, options);
    default:
      return divergence satisfies never;
  }
}

// ---------------------------------------------------------------------------------------------

/** T^2 KL(softmax(to / T) || softmax(from / T)); the slope comes along for the gradient. */
function divergenceOf({ builder, temperature }: ScorePair, from: string, to: string): string {
  return builder.addMany('SoftCrossEntropy', [from, to, temperature], 2, { axis: 1 }, 'divergence')[0];
}

/** Keeps the logarithm finite where both sides have underflowed. */
const leastProbability = 1e-30;

/** T^2 (KL(p || m) + KL(q || m)) / 2 with m = (p + q) / 2, averaged over the batch. */
function jensenShannon({ builder, student, teacher, temperature }: ScorePair): string {
  const { add, sub, mul, div, exp, log } = arithmetic(builder, 'f32');
  const [q, p] = [student, teacher].map((scores) => builder.add('LogSoftmax', [div(scores, temperature)], { axis: 1 }));
  const middle = log(add(mul(add(exp(p), exp(q)), 0.5), leastProbability));
  const half = (side: string) => mul(exp(side), sub(side, middle));
  const rows = builder.add('ReduceSum', [add(half(p), half(q)), builder.ints([1])], { keepdims: 0 });
  return mul(mul(builder.add('ReduceMean', [rows], { keepdims: 0 }), 0.5), mul(temperature, temperature));
}

/** The mean over batch and classes of the squared difference; no temperature. */
function squaredError({ builder, student, teacher }: ScorePair): string {
  const { sub, mul } = arithmetic(builder, 'f32');
  const gap = sub(student, teacher);
  return builder.add('ReduceMean', [mul(gap, gap)], { keepdims: 0 });
}
