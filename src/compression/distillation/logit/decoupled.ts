/**
 * Decoupled knowledge distillation: the divergence in two parts that the classical loss ties together, how sure the
 * teacher is of the label, and how it spreads the rest. Zhao et al., 2022, arXiv:2203.08679, equation 7; both parts are
 * scaled by T^2. Beta weighs the target's part (1), gamma the others' (8, the paper's choice for CIFAR-100).
 */
import { GraphError } from '../../../core/errors.ts';
import { arithmetic } from '../../../graph/operators/arithmetic.ts';
import type { LogitLoss } from '../options.ts';
import type { ScorePair } from './losses.ts';

/** Far enough below any score that its probability is zero at any temperature in use. */
const banished = 1e4;

/** @throws GraphError `distillation/labels` without labels */
export function decoupledLoss(pair: ScorePair, { beta = 1, gamma = 8 }: LogitLoss): string {
  const { builder, student, teacher, temperature, labels } = pair;
  if (labels === undefined)
    throw new GraphError('distillation/labels', 'Decoupled distillation needs labels; choose data that carries them.');
  const { add, mul, sub } = arithmetic(builder, 'f32');
  const target = isTarget(pair, labels);
  const masked = mul(builder.add('Cast', [target], { to: 'f32' }), mul(temperature, banished));
  const soft = (from: string, to: string) =>
    builder.addMany('SoftCrossEntropy', [from, to, temperature], 2, { axis: 1 }, 'divergence')[0];
  const others = soft(sub(student, masked), sub(teacher, masked));
  const targets = soft(asBinary(pair, student, target, masked), asBinary(pair, teacher, target, masked));
  return add(mul(targets, beta), mul(others, gamma));
}

// ---------------------------------------------------------------------------------------------

/** A boolean [batch, classes]: true at each label. */
function isTarget({ builder, student }: ScorePair, labels: string): string {
  const classes = Number(builder.type(student).shape[1]);
  const numbers = builder.constant(
    'i64',
    [1, classes],
    Array.from({ length: classes }, (_, i) => i),
  );
  return builder.add('Equal', [builder.add('Unsqueeze', [labels, builder.ints([1])]), numbers]);
}

/** Two scores a sample whose softened softmax is (probability of the label, of all others together). */
function asBinary({ builder, temperature }: ScorePair, scores: string, target: string, masked: string): string {
  const { where, div, mul, sub } = arithmetic(builder, 'f32');
  const axis = builder.ints([1]);
  const own = builder.add('ReduceSum', [where(target, scores, 0), axis], { keepdims: 1 });
  const rest = builder.add('ReduceLogSumExp', [div(sub(scores, masked), temperature), axis], { keepdims: 1 });
  return builder.add('Concat', [own, mul(rest, temperature)], { axis: 1 });
}
