/** SoftCrossEntropy as plain nodes: its decomposition and its gradients for both sides. */
import { normalizeAxis } from '../../../tensor/shape.ts';
import type { GradientContext, RewriteContext } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { sizeOfValue } from '../expandTo.ts';

export interface SoftAttributes {
  /** Where the classes lie; the last axis when left out. */
  readonly axis: number;
}

type Context = RewriteContext<SoftAttributes>;

/** The loss, and the slope for the student's scores. */
export function softCrossEntropyNodes(context: Context): string[] {
  const { builder, outputs, inputs } = context;
  const { mul, sub, exp } = arithmetic(builder, 'f32');
  const sides = sidesOf(context);
  const gap = sub(sides.teacher, sides.student);
  const sum = builder.add('ReduceSum', [mul(exp(sides.teacher), gap)], { keepdims: 0 });
  const loss = mul(sum, mul(shareOf(context), scalarOf(context, inputs[2])));
  return outputs.length > 1 ? [loss, slopeOf(context, sides)] : [loss];
}

/**
 * For the student T (q - p) / n; for the teacher T p (log p - log q - KL) / n, KL that of the row.
 * The temperature is a setting of the loss and has none.
 */
export function softCrossEntropyGradient(context: GradientContext<SoftAttributes>): (string | undefined)[] {
  const { builder, gradients, inputs, outputs, wanted } = context;
  const [g, toSlope] = gradients;
  if (g === undefined || toSlope !== undefined) return [];
  const { mul } = arithmetic(builder, 'f32');
  const ready = outputs[1] && context.type(outputs[1]).dtype === context.type(inputs[0]).dtype ? outputs[1] : undefined;
  const toStudent = () => mul(g, ready ?? slopeOf(context, sidesOf(context)));
  const toTeacher = () => mul(g, teacherSlope(context));
  return [wanted(0) ? toStudent() : undefined, wanted(1) ? toTeacher() : undefined];
}

// ---------------------------------------------------------------------------------------------

interface Sides {
  /** log softmax(z / T) */
  readonly student: string;
  /** log softmax(t / T) */
  readonly teacher: string;
}

function sidesOf(context: Context): Sides {
  const { builder, inputs } = context;
  const [student, teacher, temperature] = inputs;
  const { div } = arithmetic(builder, 'f32');
  const axis = axisOf(context);
  const t = scalarOf(context, temperature);
  const softened = (scores: string) => builder.add('LogSoftmax', [div(scores, t)], { axis });
  return { student: softened(student), teacher: softened(teacher) };
}

function slopeOf(context: Context, { student, teacher }: Sides): string {
  const { sub, mul, exp } = arithmetic(context.builder, 'f32');
  return mul(sub(exp(student), exp(teacher)), shareOf(context));
}

function teacherSlope(context: Context): string {
  const { builder } = context;
  const { sub, mul, exp } = arithmetic(builder, 'f32');
  const { student, teacher } = sidesOf(context);
  const gap = sub(teacher, student);
  const p = exp(teacher);
  const rows = builder.add('ReduceSum', [mul(p, gap), builder.ints([axisOf(context)])], { keepdims: 1 });
  return mul(mul(p, sub(gap, rows)), shareOf(context));
}

/** T / n, n the number of rows: what one row's slope counts. */
function shareOf(context: Context): string {
  const { builder, type, inputs } = context;
  const [scores, , temperature] = inputs;
  const { mul, div } = arithmetic(builder, 'f32');
  const { shape } = type(scores);
  const classes = shape[axisOf(context)];
  const size = builder.add('Cast', [sizeOfValue(context, scores)], { to: 'f32' });
  const count = typeof classes === 'number' ? builder.scalar(classes) : classCount(context);
  return div(mul(scalarOf(context, temperature), count), size);
}

function classCount(context: Context): string {
  const { builder, inputs } = context;
  const axis = axisOf(context);
  const length = builder.add('Squeeze', [builder.add('Shape', [inputs[0]], { start: axis, end: axis + 1 })]);
  return builder.add('Cast', [length], { to: 'f32' });
}

const axisOf = ({ type, inputs, attributes }: Context): number =>
  normalizeAxis(attributes.axis, type(inputs[0]).shape.length);

/** A one-element value as a scalar, whatever its rank. */
function scalarOf({ builder, type }: Context, value: string): string {
  return type(value).shape.length === 0 ? value : builder.add('Reshape', [value, builder.ints([])]);
}
