/** Shapes as int64 vectors inside a graph: constants where they are numbers, computed where a dimension is a name. */
import type { DType } from '../../tensor/dtype.ts';
import { isConcrete } from '../../tensor/shape.ts';
import type { RewriteContext } from '../operator.ts';

type Context = Pick<RewriteContext, 'builder' | 'type'>;

/** One element of a shape: a number, or the dimension of a value along an axis. */
export type ShapePart = number | { readonly value: string; readonly axis: number };

/** The shape of a value, as the name of an int64 vector. */
export function shapeValue({ builder, type }: Context, value: string): string {
  const { shape } = type(value);
  return isConcrete(shape) ? builder.ints(shape) : builder.add('Shape', [value]);
}

/** Dimensions of a value, as parts of a shape. */
export const partsOf = (context: Context, value: string, from = 0, to?: number): ShapePart[] =>
  context
    .type(value)
    .shape.map((dim, axis) => (typeof dim === 'number' ? dim : { value, axis }))
    .slice(from, to);

/** A shape put together from parts, as the name of an int64 vector. */
export function joinShape({ builder }: Context, parts: readonly ShapePart[]): string {
  const numbers = parts.filter((part) => typeof part === 'number');
  if (numbers.length === parts.length) return builder.ints(numbers);
  const pieces = parts.map((part) =>
    typeof part === 'number'
      ? builder.ints([part])
      : builder.add('Shape', [part.value], { start: part.axis, end: part.axis + 1 }),
  );
  return pieces.length === 1 ? pieces[0] : builder.add('Concat', pieces, { axis: 0 });
}

/** Reshapes to a shape put together from parts. */
export const reshapeTo = (context: Context, value: string, parts: readonly ShapePart[]): string =>
  context.builder.add('Reshape', [value, joinShape(context, parts)], { allowzero: 1 });

/** Reshapes to the shape of another value. */
export const reshapeLike = (context: Context, value: string, like: string): string =>
  context.builder.add('Reshape', [value, shapeValue(context, like)], { allowzero: 1 });

/** Zeros of the shape and dtype of another value. */
export function zerosLike(context: Context, like: string): string {
  return filledWith(context, shapeValue(context, like), 0, context.type(like).dtype);
}

/** A tensor of a shape (given as an int64 vector) that holds one value everywhere. */
export function filledWith({ builder }: Context, shape: string, value: number, dtype: DType): string {
  return builder.add('Expand', [builder.scalar(value, dtype), shape]);
}
