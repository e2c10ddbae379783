/**
 * Arithmetic on values by name, for gradients and decompositions: `mul(g, sub(1, y))`.
 * A number becomes a scalar constant of the given dtype.
 */
import type { DType } from '../../tensor/dtype.ts';
import type { GraphBuilder } from '../builder.ts';
import type { Gradient, GradientContext } from '../operator.ts';
import { differentiable } from '../operator.ts';
import type { OperatorName } from './names.ts';
import { reduceTo } from './reduceTo.ts';

/** The name of a value, or a number of the arithmetic's dtype. */
export type Operand = string | number;

export type Arithmetic = ReturnType<typeof arithmetic>;

/** Functions that each add one node and return the name of its output. */
export function arithmetic(builder: GraphBuilder, dtype: DType) {
  const value = (operand: Operand) => (typeof operand === 'number' ? builder.scalar(operand, dtype) : operand);
  const node =
    (operator: OperatorName) =>
    (...operands: readonly Operand[]) =>
      builder.add(operator, operands.map(value));
  return {
    add: node('Add'),
    sub: node('Sub'),
    mul: node('Mul'),
    div: node('Div'),
    pow: node('Pow'),
    neg: node('Neg'),
    exp: node('Exp'),
    log: node('Log'),
    sqrt: node('Sqrt'),
    sin: node('Sin'),
    cos: node('Cos'),
    erf: node('Erf'),
    tanh: node('Tanh'),
    sign: node('Sign'),
    sigmoid: node('Sigmoid'),
    reciprocal: node('Reciprocal'),
    equal: node('Equal'),
    greater: node('Greater'),
    less: node('Less'),
    greaterOrEqual: node('GreaterOrEqual'),
    lessOrEqual: node('LessOrEqual'),
    and: node('And'),
    /** Elements of `a` where the condition holds, of `b` elsewhere. */
    where: (condition: string, a: Operand, b: Operand) => builder.add('Where', [condition, value(a), value(b)]),
    cast: (operand: string, to: DType = dtype) => builder.add('Cast', [operand], { to }),
  };
}

/** What the derivative of a function of one input is written with. */
export interface Point<A> extends Arithmetic {
  /** The gradient that arrives at the output. */
  readonly g: string;
  readonly x: string;
  readonly y: string;
  readonly attributes: A;
}

/** The gradient of an elementwise function of its first input. */
export function gradientOfOne<A>(derive: (point: Point<A>) => string): Gradient<A> {
  return differentiable(({ builder, type, gradients: [g], inputs: [x], outputs: [y], attributes, wanted }) => {
    if (g === undefined || !wanted(0)) return [];
    return [derive({ ...arithmetic(builder, type(x).dtype), g, x, y, attributes })];
  });
}

/** What the derivatives of a function of several inputs are written with. */
export interface Points<A> extends Arithmetic {
  /** The gradient that arrives at the output. */
  readonly g: string;
  readonly inputs: readonly string[];
  readonly y: string;
  readonly attributes: A;
}

/**
 * The gradient of an elementwise function of several broadcast inputs: one function an input, called only when its
 * gradient is wanted; the result is summed to the input's shape.
 */
export function gradientOfMany<A>(derive: (points: Points<A>) => readonly (() => string)[]): Gradient<A> {
  return differentiable((context: GradientContext<A>) => {
    const { builder, type, gradients, inputs, outputs, attributes } = context;
    const [g] = gradients;
    if (g === undefined) return [];
    const points = { ...arithmetic(builder, type(outputs[0]).dtype), g, inputs, y: outputs[0], attributes };
    return derive(points).map((rule, i) => (context.wanted(i) ? reduceTo(context, rule(), inputs[i]) : undefined));
  });
}
