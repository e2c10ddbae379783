/**
 * Dropout: X as it is, or in training X with a share `ratio` of its elements set to 0 and the rest scaled up.
 * Which elements drop is a hash of the seed, of a step counter (a fourth input of ours, u32 scalar) and of the position,
 * so every executor drops the same. Srivastava et al., 2014. https://onnx.ai/onnx/operators/onnx__Dropout.html
 */
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ReferenceContext, RewriteContext } from '../../operator.ts';
import { decomposed, defineOperator, differentiable, optional } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { expandTo, shapeOf, sizeOfValue } from '../expandTo.ts';
import { keyOf, uniformAt, uniformNodes } from './counterHash.ts';
import { flopsPerElement } from './elementwise.ts';

interface DropoutAttributes {
  readonly seed: number | undefined;
}

const defaultRatio = 0.5;

export const dropout = defineOperator({
  name: 'Dropout',
  domain: '',
  since: 13,
  attributes: { seed: optional.int },
  arity: [1, 4],
  infer: (context) => {
    const { dtype, shape } = context.input(0);
    return [
      { dtype, shape },
      { dtype: 'bool' as const, shape },
    ].slice(0, context.outputCount);
  },
  flops: flopsPerElement(1),
  reference: drop,
  gradient: differentiable<DropoutAttributes>((context) => {
    const [g] = context.gradients;
    if (g === undefined || !context.wanted(0)) return [];
    const kept = keepNodes(context);
    return [kept ? scaleKept(context, g, kept) : g];
  }),
  decomposition: decomposed<DropoutAttributes>((context) => {
    const [x] = context.inputs;
    const kept = keepNodes(context);
    const everything = () => expandTo(context, context.builder.constant('bool', [], [1]), x);
    const mask = context.outputs[1] ? [kept ?? everything()] : [];
    return [kept ? scaleKept(context, x, kept) : x, ...mask];
  }),
});

// ---------------------------------------------------------------------------------------------

function drop({ input, inputs, outputs, attributes }: ReferenceContext<DropoutAttributes>): Numbers[] {
  const { dtype, shape, data } = input(0);
  const ratio = inputs[2]?.data[0] ? (inputs[1]?.data[0] ?? defaultRatio) : 0;
  const key = keyOf(attributes.seed ?? 0, inputs[3]?.data[0] ?? 0);
  const mask = data.map((_, i) => (uniformAt(key, i) < ratio ? 0 : 1));
  const kept = data.map((x, i) => (mask[i] ? x / (1 - ratio) : 0));
  return [
    { dtype, shape, data: kept },
    { dtype: 'bool' as const, shape, data: mask },
  ].slice(0, outputs.length);
}

/** A boolean value of X's shape that says which elements stay; undefined when all do. */
function keepNodes(context: RewriteContext<DropoutAttributes>): string | undefined {
  const { builder, attributes } = context;
  const [x, ratio, training, step] = context.inputs;
  if (!training || builder.known(training)?.data[0] === 0) return undefined;
  const { less } = arithmetic(builder, 'f32');
  const random = uniformNodes(builder, attributes.seed ?? 0, step ?? '', sizeOfValue(context, x));
  const dropped = less(builder.add('Reshape', [random, shapeOf(context, x)]), ratioNodes(context, ratio, training));
  return builder.add('Not', [dropped]);
}

/** The ratio as an f32 scalar; 0 when not training. */
function ratioNodes({ builder, type }: RewriteContext<DropoutAttributes>, ratio: string, training: string): string {
  const { cast, where } = arithmetic(builder, 'f32');
  const given = ratio ? (type(ratio).dtype === 'f32' ? ratio : cast(ratio)) : defaultRatio;
  return where(training, given, 0);
}

/** value / (1 - ratio) where kept, else 0. */
function scaleKept(context: RewriteContext<DropoutAttributes>, value: string, kept: string): string {
  const { builder, type } = context;
  const [, ratio, training] = context.inputs;
  const { sub, div, where } = arithmetic(builder, 'f32');
  const { dtype } = type(value);
  const share = sub(1, ratioNodes(context, ratio, training));
  const divisor = dtype === 'f32' ? share : builder.add('Cast', [share], { to: dtype });
  return where(kept, div(value, divisor), builder.scalar(0, dtype));
}
