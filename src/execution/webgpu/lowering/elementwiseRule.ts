/**
 * How an elementwise operator becomes a WGSL expression. Arguments are names of variables (or literals) of the aliases
 * Float, Int and Uint; booleans are 0 or 1 in a Uint. The functions called stand in
 * shaders/elementwise/functions.wgsl and are named `op_*`.
 */
import type { DType } from '../../../tensor/dtype.ts';
import { integerRange, isFloat } from '../../../tensor/dtype.ts';
import type { NodeView } from './lowering.ts';

export interface ElementwiseArguments {
  /** Expression of each input; undefined where it is left out. */
  readonly inputs: readonly (string | undefined)[];
  readonly view: NodeView;
  /** Expression of a required input. */
  arg(index: number): string;
  /** Dtype of the first output. */
  readonly dtype: DType;
}

/** One expression an output, in order. */
export type ElementwiseRule = (args: ElementwiseArguments) => readonly string[];

/** A number as a literal of Float. Only finite numbers have one. */
export function floatLiteral(value: number): string {
  const text = String(Math.fround(value));
  return `Float(${/[.e]/.test(text) ? text : `${text}.0`})`;
}

export const intLiteral = (value: number): string => `Int(${value})`;
export const uintLiteral = (value: number): string => `Uint(${value}u)`;

/** Brings a result of 32-bit arithmetic into the range of a narrower integer dtype, as two's complement does. */
export function wrapTo(dtype: DType, expression: string): string {
  if (isFloat(dtype) || dtype === 'bool' || dtype === 'i32' || dtype === 'i64' || dtype === 'u32') return expression;
  const [low, high] = integerRange[dtype];
  if (low === 0) return `((${expression}) & Int(${high}))`;
  const shift = `Uint(${32 - Math.log2(high - low + 1)}u)`;
  return `(((${expression}) << ${shift}) >> ${shift})`;
}

/** A condition as a boolean value. */
export const asBool = (condition: string): string => `select(Uint(0u), Uint(1u), ${condition})`;
