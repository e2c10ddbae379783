/** BatchNormalization as plain nodes: its decomposition and its gradient. */
import type { GradientContext, RewriteContext } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { expandTo } from '../expandTo.ts';
import { countAlong } from '../reduction/gradient.ts';
import { alongChannels, axesBesideChannels, sumToChannels } from './channels.ts';
import type { Normalized } from './statistics.ts';
import { normalizeGradient, normalizeNodes } from './statistics.ts';

export interface BatchNormAttributes {
  readonly epsilon: number;
  readonly momentum: number;
  readonly training_mode: number;
}

type Context = RewriteContext<BatchNormAttributes>;

/** The decomposition: Y, and in training mode the running mean and variance. */
export function batchNormNodes(context: Context): string[] {
  const { builder, type, inputs, outputs, attributes } = context;
  const [x, scale, bias] = inputs;
  const { add, mul } = arithmetic(builder, type(x).dtype);
  const rank = type(x).shape.length;
  const unit = normalized(context);
  const y = add(mul(unit.value, alongChannels(context, scale, rank)), alongChannels(context, bias, rank));
  return attributes.training_mode ? [y, ...running(context, unit)].slice(0, outputs.length) : [y];
}

/** Gradients of X, scale, B, and of mean and variance: outside of training through Y, in training through the running ones. */
export function batchNormGradient(context: GradientContext<BatchNormAttributes>): (string | undefined)[] {
  const rules = context.attributes.training_mode ? trainingRules(context) : inferenceRules(context);
  return rules.map((rule, i) => (context.wanted(i) ? rule() : undefined));
}

// ---------------------------------------------------------------------------------------------

function normalized(context: Context): Normalized {
  const { builder, type, inputs, attributes } = context;
  const [x, , , mean, variance] = inputs;
  const rank = type(x).shape.length;
  if (attributes.training_mode) return normalizeNodes(context, x, axesBesideChannels(rank), attributes.epsilon);
  const { add, sub, mul, sqrt, reciprocal } = arithmetic(builder, type(x).dtype);
  const inverse = alongChannels(context, reciprocal(sqrt(add(variance, attributes.epsilon))), rank);
  const centre = alongChannels(context, mean, rank);
  return { mean: centre, inverse, value: mul(sub(x, centre), inverse) };
}

function running(context: Context, unit: Normalized): string[] {
  const { builder, type, inputs, attributes } = context;
  const [x, , , mean, variance] = inputs;
  const axes = builder.ints(axesBesideChannels(type(x).shape.length));
  const { add, sub, mul } = arithmetic(builder, type(mean).dtype);
  const average = (value: string) => builder.add('ReduceMean', [value, axes], { keepdims: 0 });
  const centred = sub(x, unit.mean);
  const moved = (old: string, batch: string) => add(mul(old, attributes.momentum), mul(batch, 1 - attributes.momentum));
  return [moved(mean, average(x)), moved(variance, average(mul(centred, centred)))];
}

type Rules = readonly (() => string | undefined)[];

function inferenceRules(context: GradientContext<BatchNormAttributes>): Rules {
  const { builder, type, inputs, gradients } = context;
  const [g] = gradients;
  if (g === undefined) return [];
  const { mul, neg } = arithmetic(builder, type(inputs[0]).dtype);
  const unit = normalized(context);
  const scaled = mul(g, alongChannels(context, inputs[1], type(inputs[0]).shape.length));
  const toInput = mul(scaled, unit.inverse);
  return [
    () => toInput,
    () => sumToChannels(context, mul(g, unit.value)),
    () => sumToChannels(context, g),
    () => neg(sumToChannels(context, toInput)),
    () => sumToChannels(context, mul(mul(toInput, unit.value), mul(unit.inverse, -0.5))),
  ];
}

function trainingRules(context: GradientContext<BatchNormAttributes>): Rules {
  const { builder, type, inputs, gradients, attributes } = context;
  const [g, toMean, toVariance] = gradients;
  const { mul } = arithmetic(builder, type(inputs[0]).dtype);
  const unit = normalized(context);
  return [
    () => trainingGradientOfInput(context, unit),
    () => g && sumToChannels(context, mul(g, unit.value)),
    () => g && sumToChannels(context, g),
    () => toMean && mul(toMean, attributes.momentum),
    () => toVariance && mul(toVariance, attributes.momentum),
  ];
}

/** What comes through Y, through the running mean, and through the running variance, added up. */
function trainingGradientOfInput(context: GradientContext<BatchNormAttributes>, unit: Normalized): string | undefined {
  const { builder, type, inputs, gradients, attributes } = context;
  const [x, scale, , mean] = inputs;
  const [g, toMean, toVariance] = gradients;
  const { add, sub, mul, div } = arithmetic(builder, type(x).dtype);
  const rank = type(x).shape.length;
  const axes = axesBesideChannels(rank);
  const share = (value: string, factor: number) =>
    div(
      mul(alongChannels(context, value, rank), factor * (1 - attributes.momentum)),
      countAlong(context, x, mean, axes),
    );
  const parts = [
    g && normalizeGradient(context, mul(g, alongChannels(context, scale, rank)), unit, axes),
    toMean && expandTo(context, share(toMean, 1), x),
    toVariance && mul(sub(x, unit.mean), share(toVariance, 2)),
  ];
  return parts.filter((part) => part !== undefined).reduce((sum, part) => add(sum, part));
}
