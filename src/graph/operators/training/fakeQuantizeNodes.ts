/** FakeQuantize as plain nodes: its decomposition, and its gradients for the value and for the scale. */
import { normalizeAxis } from '../../../tensor/shape.ts';
import type { GradientContext, RewriteContext } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import type { ScalingAttributes } from '../quantization/scaling.ts';
import { partsOf, reshapeTo } from '../shapeValue.ts';

export interface FakeAttributes extends ScalingAttributes {
  readonly low: number;
  readonly high: number;
  readonly scale_dtype: 'f32' | 'f16';
  readonly step_gradient: number;
}

type Context = RewriteContext<FakeAttributes>;

export function fakeQuantizeNodes(context: Context): string[] {
  const { mul } = math(context);
  const { scale, steps } = gridOf(context);
  return [mul(steps, scale)];
}

/** Straight through inside the codes' range and nothing outside; for the scale round(v) - v inside, the end's code outside. */
export function fakeQuantizeGradient(context: GradientContext<FakeAttributes>): (string | undefined)[] {
  const { gradients, attributes, wanted } = context;
  const [g] = gradients;
  if (g === undefined) return [];
  const { mul, sub, where, and, greaterOrEqual, lessOrEqual } = math(context);
  const { quotient, raw, steps } = gridOf(context);
  const inside = and(greaterOrEqual(raw, attributes.low), lessOrEqual(raw, attributes.high));
  const toScale = () => {
    const slope = where(inside, sub(steps, quotient), steps);
    const sum = sumToScale(context, mul(g, slope));
    return attributes.step_gradient === 1 ? sum : mul(sum, attributes.step_gradient);
  };
  return [wanted(0) ? where(inside, g, 0) : undefined, wanted(1) ? toScale() : undefined];
}

// ---------------------------------------------------------------------------------------------

const math = (context: Context) => arithmetic(context.builder, context.type(context.inputs[0]).dtype);

/** Bounds of a scale that 16-bit floats hold. */
const scaleBounds = [2 ** -24, 65504] as const;

/** scale and zero broadcast to x; quotient x / s; raw round(x / s) + z; steps the held code minus z. */
function gridOf(context: Context) {
  const { builder, inputs, attributes } = context;
  const [x, , zeros] = inputs;
  const { add, sub, div } = math(context);
  const scale = spread(context, storedScale(context));
  const zero = zeros ? spread(context, zeros) : undefined;
  const quotient = div(x, scale);
  const whole = builder.add('Round', [quotient]);
  const raw = zero ? add(whole, zero) : whole;
  const { dtype } = context.type(x);
  const held = builder.add('Clip', [
    raw,
    builder.scalar(attributes.low, dtype),
    builder.scalar(attributes.high, dtype),
  ]);
  return { scale, quotient, raw, steps: zero ? sub(held, zero) : held };
}

function storedScale({ builder, inputs, attributes, type }: Context): string {
  const [, scale] = inputs;
  const { dtype } = type(scale);
  if (attributes.scale_dtype === 'f32' || dtype === 'f16') return scale;
  const bounded = builder.add('Clip', [scale, ...scaleBounds.map((bound) => builder.scalar(bound, dtype))]);
  return builder.add('Cast', [builder.add('Cast', [bounded], { to: 'f16' })], { to: dtype });
}

const isSingle = ({ type, inputs }: Context): boolean => type(inputs[1]).shape.every((dim) => dim === 1);

/** One value a scale, as a value that broadcasts to x. */
function spread(context: Context, value: string): string {
  const { builder, type, inputs, attributes } = context;
  const { shape } = type(inputs[0]);
  if (isSingle(context)) return type(value).shape.length ? builder.add('Reshape', [value, builder.ints([])]) : value;
  const axis = normalizeAxis(attributes.axis, shape.length);
  if (attributes.block_size === 0)
    return builder.add('Reshape', [value, builder.ints(shape.map((_, i) => (i === axis ? -1 : 1)))]);
  const blocks = Array.from({ length: lengthOf(context) }, (_, i) => Math.floor(i / attributes.block_size));
  return builder.add('Gather', [value, builder.ints(blocks)], { axis });
}

/** Elements along the axis; blocks are only taken along known ones. */
function lengthOf({ type, inputs, attributes }: Context): number {
  const { shape } = type(inputs[0]);
  return Number(shape[normalizeAxis(attributes.axis, shape.length)]);
}

/** Sums over the elements that share a scale. */
function sumToScale(context: Context, value: string): string {
  const { builder, type, inputs, attributes } = context;
  const [x, scale] = inputs;
  const { shape } = type(x);
  if (isSingle(context)) {
    const sum = builder.add('ReduceSum', [value], { keepdims: 0 });
    const { shape: own } = type(scale);
    return own.length ? builder.add('Reshape', [sum, builder.ints(own.map(Number))]) : sum;
  }
  const axis = normalizeAxis(attributes.axis, shape.length);
  if (attributes.block_size > 0) return sumBlocks(context, value, axis);
  const others = shape.flatMap((_, i) => (i === axis ? [] : [i]));
  return others.length ? builder.add('ReduceSum', [value, builder.ints(others)], { keepdims: 0 }) : value;
}

function sumBlocks(context: Context, value: string, axis: number): string {
  const { builder, type, inputs, attributes } = context;
  const { shape, dtype } = type(inputs[0]);
  const { block_size: block } = attributes;
  const length = lengthOf(context);
  const blocks = Math.ceil(length / block);
  const missing = blocks * block - length;
  const pads = [...shape.map(() => 0), ...shape.map((_, i) => (i === axis ? missing : 0))];
  const whole = missing ? builder.add('Pad', [value, builder.ints(pads), builder.scalar(0, dtype)]) : value;
  const parts = [...partsOf(context, inputs[0], 0, axis), blocks, block, ...partsOf(context, inputs[0], axis + 1)];
  return builder.add('ReduceSum', [reshapeTo(context, whole, parts), builder.ints([axis + 1])], { keepdims: 0 });
}
