/** Shapes as values: what a gradient needs to bring a smaller value back to the shape of a larger one. */
import { isConcrete, sameShape, sizeOf } from '../../tensor/shape.ts';
import type { RewriteContext } from '../operator.ts';

type Context = Pick<RewriteContext, 'builder' | 'type'>;

/** The shape of a value as a vector of int64: a constant when it is known, else a Shape node. */
export function shapeOf({ builder, type }: Context, value: string): string {
  const { shape } = type(value);
  return isConcrete(shape) ? builder.ints(shape) : builder.add('Shape', [value]);
}

/** Broadcasts `value` to the shape of the value `like`. */
export function expandTo(context: Context, value: string, like: string): string {
  const { builder, type } = context;
  if (sameShape(type(value).shape, type(like).shape)) return value;
  return builder.add('Expand', [value, shapeOf(context, like)]);
}

/** The number of elements of a value as an int64 scalar: a constant when it is known, else a Size node. */
export function sizeOfValue({ builder, type }: Context, value: string): string {
  const { shape } = type(value);
  return isConcrete(shape) ? builder.scalar(sizeOf(shape), 'i64') : builder.add('Size', [value]);
}
