/** What every elementwise operator shares: numpy broadcasting, one output, one flop an element unless told otherwise. */
import type { DType } from '../../../tensor/dtype.ts';
import { dtypes, isFloat } from '../../../tensor/dtype.ts';
import type { Dim } from '../../../tensor/shape.ts';
import { broadcastShapes, broadcastStrides, sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import { wrapInteger } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { ConcreteType, CostContext, InferContext } from '../../operator.ts';

type Inputs = Pick<InferContext, 'inputs' | 'input' | 'fail'>;

/** Broadcast shape of all inputs, dtype of the first; the others must have that dtype too. */
export function inferBroadcast(context: Inputs): ValueType[] {
  const { dtype } = context.input(0);
  for (const type of context.inputs)
    if (type && type.dtype !== dtype) context.fail(`its inputs mix ${dtype} and ${type.dtype}; insert a Cast.`);
  return [{ dtype, shape: broadcastShape(context) }];
}

/** As `inferBroadcast`, for functions that only floating-point numbers have. */
export function inferFloat(context: Inputs): ValueType[] {
  const { dtype } = context.input(0);
  if (!isFloat(dtype)) context.fail(`it takes floating-point numbers, not ${dtype}; insert a Cast.`);
  return inferBroadcast(context);
}

/** As `inferBroadcast`, for bit patterns. */
export function inferInteger(context: Inputs): ValueType[] {
  const { dtype } = context.input(0);
  if (dtypes[dtype].kind !== 'integer') context.fail(`it takes integers, not ${dtype}.`);
  return inferBroadcast(context);
}

/** As `inferBroadcast`, for truth values. */
export function inferBoolean(context: Inputs): ValueType[] {
  const { dtype } = context.input(0);
  if (dtype !== 'bool') context.fail(`it takes booleans, not ${dtype}.`);
  return inferBroadcast(context);
}

/** Broadcast shape of all inputs, boolean. */
export function inferComparison(context: Inputs): ValueType[] {
  return [{ dtype: 'bool', shape: inferBroadcast(context)[0].shape }];
}

/** The shape that all inputs broadcast to, whatever their dtypes. */
export function broadcastShape(context: Pick<InferContext, 'inputs'>): Dim[] {
  return broadcastShapes(...context.inputs.flatMap((type) => (type ? [type.shape] : [])));
}

/**
 * Symbolic elements of a function of two vectors or scalars of dimensions.
 *
 * @param apply undefined where the result cannot be said
 */
export const dimsOfTwo =
  (apply: (a: Dim, b: Dim) => Dim | undefined) =>
  (context: Pick<InferContext, 'dims' | 'unknown'>): Dim[] | undefined => {
    const a = context.dims(0);
    const b = context.dims(1);
    if (!a || !b) return undefined;
    const count = a.length === 1 ? b.length : a.length;
    const at = (dims: readonly Dim[], i: number) => dims[dims.length === 1 ? 0 : i];
    return Array.from({ length: count }, (_, i) => apply(at(a, i), at(b, i)) ?? context.unknown(String(i)));
  };

/** `perElement` floating-point operations for each element of the output. */
export const flopsPerElement =
  (perElement: number) =>
  (context: Pick<CostContext, 'outputs'>): number =>
    perElement * sizeOf(context.outputs[0].shape);

/** Applies a function of one number; integer results wrap to the dtype. */
export function mapUnary(input: Numbers, output: ConcreteType, apply: (x: number) => number): Numbers[] {
  const data = input.data.map((x) => wrapInteger(output.dtype, apply(x)));
  return [{ dtype: output.dtype, shape: output.shape, data }];
}

/** Applies a function of two numbers with broadcasting; integer results wrap to the dtype. */
export function mapBinary(
  a: Numbers,
  b: Numbers,
  output: ConcreteType,
  apply: (x: number, y: number) => number,
): Numbers[] {
  const data = new Float64Array(sizeOf(output.shape));
  const ia = broadcastIndex(a.shape, output.shape);
  const ib = broadcastIndex(b.shape, output.shape);
  for (let i = 0; i < data.length; i++) data[i] = wrapInteger(output.dtype, apply(a.data[ia(i)], b.data[ib(i)]));
  return [{ dtype: output.dtype, shape: output.shape, data }];
}

/** Folds any number of inputs with a function of two numbers, from the left. */
export function mapMany(
  inputs: readonly (Numbers | undefined)[],
  output: ConcreteType,
  apply: (x: number, y: number) => number,
): Numbers[] {
  const data = new Float64Array(sizeOf(output.shape));
  inputs.forEach((input, position) => {
    if (!input) return;
    const index = broadcastIndex(input.shape, output.shape);
    for (let i = 0; i < data.length; i++) {
      const x = input.data[index(i)];
      data[i] = position === 0 ? x : wrapInteger(output.dtype, apply(data[i], x));
    }
  });
  return [{ dtype: output.dtype, shape: output.shape, data }];
}

/** The product of two numbers of a dtype; the low bits of an integer product are exact, as in hardware. */
export function multiplyAs(dtype: DType): (x: number, y: number) => number {
  if (dtype === 'i32' || dtype === 'u32') return Math.imul;
  if (dtype !== 'i64') return (x, y) => x * y;
  return (x, y) => {
    const product = x * y;
    return Number.isSafeInteger(product) ? product : Number(BigInt.asIntN(64, BigInt(x) * BigInt(y)));
  };
}

/** For a position in the output, the position in an input that is broadcast to it. */
export function broadcastIndex(shape: readonly number[], target: readonly number[]): (position: number) => number {
  if (shape.length === target.length && shape.every((dim, axis) => dim === target[axis])) return (position) => position;
  if (sizeOf(shape) === 1) return () => 0;
  const strides = broadcastStrides(shape, target);
  return (position) => {
    let rest = position;
    let index = 0;
    for (let axis = target.length - 1; axis >= 0; axis--) {
      index += (rest % target[axis]) * strides[axis];
      rest = Math.floor(rest / target[axis]);
    }
    return index;
  };
}
