/** What the shape operators share: copying along strides, no arithmetic, gradients that add back what was read. */
import type { Dim } from '../../../tensor/shape.ts';
import { sizeOf, stridesOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ConcreteType, InferContext, RewriteContext } from '../../operator.ts';
import { shapeValue, zerosLike } from '../shapeValue.ts';

/** Moving data costs bytes, not arithmetic. */
export const noFlops = (): number => 0;

/** The same elements in the same order under the output's shape. */
export const reshaped = (input: Numbers, output: ConcreteType): Numbers[] => [
  { dtype: output.dtype, shape: output.shape, data: input.data },
];

/** Copies `input[offset + index · strides]` to each index of the output. */
export function copyStrided(input: Numbers, output: ConcreteType, strides: readonly number[], offset = 0): Numbers {
  return copyIndexed(input, output, (index) => index.reduce((sum, i, axis) => sum + i * strides[axis], offset));
}

/** Copies `input[at(index)]` to each index of the output; a negative position reads `fill`. */
export function copyIndexed(
  input: Numbers,
  output: ConcreteType,
  at: (index: readonly number[]) => number,
  fill = 0,
): Numbers {
  const data = new Float64Array(sizeOf(output.shape));
  eachIndex(output.shape, (index, position) => {
    const from = at(index);
    data[position] = from < 0 ? fill : input.data[from];
  });
  return { dtype: output.dtype, shape: output.shape, data };
}

/** Visits the indices of a shape in row-major order; the array is reused. */
export function eachIndex(shape: readonly number[], visit: (index: readonly number[], position: number) => void): void {
  const size = sizeOf(shape);
  const index = new Array<number>(shape.length).fill(0);
  for (let position = 0; position < size; position++) {
    visit(index, position);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]++;
      if (index[axis] < shape[axis]) break;
      index[axis] = 0;
    }
  }
}

/** The row-major position of an index. */
export function positionOf(index: readonly number[], shape: readonly number[]): number {
  const strides = stridesOf(shape);
  return index.reduce((sum, i, axis) => sum + i * strides[axis], 0);
}

/** Dimensions of a tensor: what numpy allows. */
const mostDimensions = 64;

/** Dimensions that only running can tell. @throws GraphError when there are more than a tensor can have */
export function unknownDims(context: Pick<InferContext, 'unknown' | 'fail'>, rank: number): Dim[] {
  if (rank > mostDimensions)
    context.fail(`the result would have ${rank} dimensions; a tensor has at most ${mostDimensions}.`);
  return Array.from({ length: rank }, (_, axis) => context.unknown(`d${axis}`));
}

/** The number of elements of a vector input, for results whose rank it decides. @throws GraphError when it is a name */
export function lengthOf(context: Pick<InferContext, 'input' | 'fail'>, input: number, what: string): number {
  const { shape } = context.input(input);
  const length = shape.length === 0 ? 1 : shape[0];
  if (shape.length <= 1 && typeof length === 'number') return length;
  return context.fail(`${what} must be a vector of known length, but its shape is ${shape.join('×')}.`);
}

/**
 * The gradient of any operator that only copies elements: moves the positions 0, 1, 2, ... of the input as it moves
 * the input, then adds each output's gradient at the position it was copied from.
 *
 * @param move adds the operator's own node on another value of the input's shape (int64)
 */
export function scatterBack(
  context: Pick<RewriteContext, 'builder' | 'type'>,
  gradient: string,
  input: string,
  move: (positions: string) => string,
): string {
  const { builder } = context;
  const flat = builder.ints([-1]);
  const shape = shapeValue(context, input);
  const count = builder.add('Size', [input]);
  const counted = builder.add('Range', [builder.scalar(0, 'i64'), count, builder.scalar(1, 'i64')]);
  const moved = builder.add('Reshape', [move(builder.add('Reshape', [counted, shape])), flat]);
  const zeros = builder.add('Reshape', [zerosLike(context, input), flat]);
  const updates = builder.add('Reshape', [gradient, flat]);
  const sums = builder.add('ScatterElements', [zeros, moved, updates], { axis: 0, reduction: 'add' });
  return builder.add('Reshape', [sums, shape]);
}
