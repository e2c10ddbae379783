/**
 * SoftmaxCrossEntropyLoss as plain nodes: its decomposition and its gradient. Labels become a mask over the classes, so
 * that a label outside of them (such as an ignore_index of -1) is never used as a position.
 */
import type { GradientContext, RewriteContext } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { sizeOfValue } from '../expandTo.ts';
import { alongChannels } from '../normalization/channels.ts';

export interface LossAttributes {
  readonly reduction: 'mean' | 'sum' | 'none';
  readonly ignore_index: number | undefined;
}

type Context = RewriteContext<LossAttributes>;

/** The loss and the log probabilities. */
export function crossEntropyNodes(context: Context): string[] {
  const { builder, type, inputs, outputs, attributes } = context;
  const [scores] = inputs;
  const { mul, neg, div } = arithmetic(builder, type(scores).dtype);
  const logs = builder.add('LogSoftmax', [scores], { axis: 1 });
  const picked = neg(pick(context, logs));
  const scales = scalesOfLabels(context);
  const losses = scales ? mul(picked, scales) : picked;
  if (attributes.reduction === 'none') return [losses, logs].slice(0, outputs.length);
  const sum = builder.add('ReduceSum', [losses], { keepdims: 0 });
  return [attributes.reduction === 'sum' ? sum : div(sum, totalOf(context, scales)), logs].slice(0, outputs.length);
}

/**
 * The gradient for the scores: a (p - mask), with p the probabilities and a what arrives times the label's share.
 * Class weights are settings of the loss and have none.
 */
export function crossEntropyGradient(context: GradientContext<LossAttributes>): (string | undefined)[] {
  const { builder, type, gradients, inputs, outputs, wanted } = context;
  const [toLoss, toLogs] = gradients;
  if (!wanted(0)) return [];
  const [scores] = inputs;
  const { add, sub, mul, exp } = arithmetic(builder, type(scores).dtype);
  const logs = outputs[1] && type(outputs[1]).dtype === type(scores).dtype ? outputs[1] : '';
  const probabilities = logs ? exp(logs) : builder.add('Softmax', [scores], { axis: 1 });
  const fromLoss = toLoss && lossToScores(context, toLoss, probabilities);
  const classAxis = builder.ints([1]);
  const fromLogs = toLogs && sub(toLogs, mul(probabilities, builder.add('ReduceSum', [toLogs, classAxis])));
  return [fromLoss && fromLogs ? add(fromLoss, fromLogs) : fromLoss || fromLogs];
}

// ---------------------------------------------------------------------------------------------

function lossToScores(context: Context, g: string, probabilities: string): string {
  const { builder, type, attributes } = context;
  const { sub, mul, div, where } = arithmetic(builder, type(g).dtype);
  const scales = scalesOfLabels(context);
  const arriving = attributes.reduction === 'mean' ? div(g, totalOf(context, scales)) : g;
  const share = scales ? mul(arriving, scales) : arriving;
  const shares = type(share).shape.length ? builder.add('Unsqueeze', [share, builder.ints([1])]) : share;
  return sub(mul(probabilities, shares), where(maskOfLabels(context), shares, 0));
}

/** A boolean of the scores' shape: true at each label's class. */
function maskOfLabels(context: Context): string {
  const { builder, inputs } = context;
  const labels = builder.add('Unsqueeze', [inputs[1], builder.ints([1])]);
  return builder.add('Equal', [labels, alongClasses(context, classNumbers(context))]);
}

/** The weight of each label, of the labels' shape; undefined when all count alike. */
function scalesOfLabels(context: Context): string | undefined {
  const { builder, type, inputs, attributes } = context;
  const [scores, labels, weights] = inputs;
  const { where } = arithmetic(builder, type(scores).dtype);
  const scales = weights ? pick(context, alongClasses(context, weights)) : undefined;
  if (attributes.ignore_index === undefined) return scales;
  const ignored = builder.scalar(attributes.ignore_index, type(labels).dtype);
  return where(builder.add('Equal', [labels, ignored]), 0, scales ?? 1);
}

/** What the losses are divided by for their mean: the sum of the labels' weights. */
function totalOf(context: Context, scales: string | undefined): string {
  const { builder, type, inputs } = context;
  const [scores, labels] = inputs;
  if (scales) return builder.add('ReduceSum', [scales], { keepdims: 0 });
  return builder.add('Cast', [sizeOfValue(context, labels)], { to: type(scores).dtype });
}

/** At each label's class the element of `value`, of the labels' shape; 0 for a label that is no class. */
function pick(context: Context, value: string): string {
  const { builder, type, inputs } = context;
  const { where } = arithmetic(builder, type(inputs[0]).dtype);
  return builder.add('ReduceSum', [where(maskOfLabels(context), value, 0), builder.ints([1])], { keepdims: 0 });
}

/** 0, 1, ... for each class, in the labels' dtype. */
function classNumbers({ builder, type, inputs: [scores, labels] }: Context): string {
  const { dtype } = type(labels);
  const count = type(scores).shape[1];
  if (typeof count === 'number')
    return builder.constant(
      dtype,
      [count],
      Array.from({ length: count }, (_, i) => i),
    );
  const length = builder.add('Squeeze', [builder.add('Shape', [scores], { start: 1, end: 2 })]);
  return builder.add('Range', [
    builder.scalar(0, dtype),
    builder.add('Cast', [length], { to: dtype }),
    builder.scalar(1, dtype),
  ]);
}

/** A vector (C) as (C, 1, ...), which broadcasts to the scores. */
function alongClasses(context: Context, vector: string): string {
  return alongChannels(context, vector, context.type(context.inputs[0]).shape.length);
}
