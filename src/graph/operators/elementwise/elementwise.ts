/** What every elementwise operator shares: numpy broadcasting, one output, one flop an element unless told otherwise. */
import { broadcastShapes, broadcastStrides, sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import { wrapInteger } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { ConcreteType, CostContext, InferContext } from '../../operator.ts';

/** Broadcast shape of all inputs, dtype of the first. */
export function inferBroadcast(context: Pick<InferContext, 'inputs' | 'input'>): ValueType[] {
  const shapes = context.inputs.flatMap((type) => (type ? [type.shape] : []));
  return [{ dtype: context.input(0).dtype, shape: broadcastShapes(...shapes) }];
}

/** Broadcast shape of all inputs, boolean. */
export function inferComparison(context: Pick<InferContext, 'inputs' | 'input'>): ValueType[] {
  return [{ dtype: 'bool', shape: inferBroadcast(context)[0].shape }];
}

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
