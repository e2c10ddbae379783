/** What the two global pools share: (N, C, ...) to (N, C, 1, ...). */
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { ConcreteType, CostContext, InferContext } from '../../operator.ts';

export function inferGlobalPool(context: Pick<InferContext, 'input' | 'fail'>): ValueType[] {
  const { dtype, shape } = context.input(0);
  if (shape.length < 3) return context.fail(`the input has ${shape.length} dimensions; a pool needs at least 3.`);
  return [{ dtype, shape: shape.map((dim, axis) => (axis < 2 ? dim : 1)) }];
}

/** One operation for each input. */
export const globalPoolFlops = ({ inputs }: Pick<CostContext, 'inputs'>): number => sizeOf(inputs[0]?.shape ?? []);

/** Reduces each plane to one number. */
export function reducePlanes(x: Numbers, output: ConcreteType, reduce: (plane: Float64Array) => number): Numbers[] {
  const size = sizeOf(x.shape.slice(2));
  const data = Float64Array.from({ length: sizeOf(output.shape) }, (_, plane) =>
    reduce(x.data.subarray(plane * size, (plane + 1) * size)),
  );
  return [{ dtype: output.dtype, shape: output.shape, data }];
}
