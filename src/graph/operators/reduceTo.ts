/** The gradient of broadcasting: sums what was repeated, so that a gradient gets the shape of its input. */
import { sameShape } from '../../tensor/shape.ts';
import type { RewriteContext } from '../operator.ts';

/**
 * Sums `gradient` over the axes along which the value `like` was broadcast.
 *
 * @returns the name of a value with the shape of `like`
 */
export function reduceTo(context: Pick<RewriteContext, 'builder' | 'type'>, gradient: string, like: string): string {
  const from = context.type(gradient).shape;
  const to = context.type(like).shape;
  if (sameShape(from, to)) return gradient;
  const missing = from.length - to.length;
  const axes = from.flatMap((dim, axis) => (axis < missing || to[axis - missing] !== dim ? [axis] : []));
  const { builder } = context;
  const summed = axes.length ? builder.add('ReduceSum', [gradient, builder.ints(axes)], { keepdims: 1 }) : gradient;
  return missing > 0 ? builder.add('Squeeze', [summed, builder.ints(axes.filter((axis) => axis < missing))]) : summed;
}
