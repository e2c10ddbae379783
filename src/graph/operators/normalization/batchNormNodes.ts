/** BatchNormalization as plain nodes: its decomposition and its gradient. */
import type { GradientContext, RewriteContext } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
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

/** Gradients of X, scale, B, and outside of training mode of mean and variance. Nothing flows through running values. */
export function batchNormGradient(context: GradientContext<BatchNormAttributes>): (string | undefined)[] {
  const { builder, type, gradients, inputs, attributes, wanted } = context;
  const [g, toMean, toVariance] = gradients;
  if (g === undefined || toMean !== undefined || toVariance !== undefined) return [];
  const [x, scale] = inputs;
  const { mul, neg } = arithmetic(builder, type(x).dtype);
  const unit = normalized(context);
  const scaled = mul(g, alongChannels(context, scale, type(x).shape.length));
  const axes = axesBesideChannels(type(x).shape.length);
  const fixed = () => mul(scaled, unit.inverse);
  const rules = [
    () => (attributes.training_mode ? normalizeGradient(context, scaled, unit, axes) : fixed()),
    () => sumToChannels(context, mul(g, unit.value)),
    () => sumToChannels(context, g),
    () => neg(sumToChannels(context, fixed())),
    () => sumToChannels(context, mul(mul(scaled, unit.value), mul(mul(unit.inverse, unit.inverse), -0.5))),
  ];
  const count = attributes.training_mode ? 3 : 5;
  return rules.slice(0, count).map((rule, i) => (wanted(i) ? rule() : undefined));
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
