/** Spatial dimensions as numbers, for gradients and decompositions whose pads depend on them. */
import { GraphError } from '../../../core/errors.ts';
import { formatShape, isConcrete } from '../../../tensor/shape.ts';
import type { RewriteContext } from '../../operator.ts';

/**
 * The dimensions of a value after the first two.
 *
 * @throws GraphError `graph/symbolic` when one of them is not a number
 */
export function spatialOf(context: Pick<RewriteContext, 'type' | 'outputs'>, value: string): readonly number[] {
  const { shape } = context.type(value);
  const spatial = shape.slice(2);
  if (isConcrete(spatial)) return spatial;
  throw new GraphError(
    'graph/symbolic',
    `To rewrite the node that makes "${context.outputs[0]}", the spatial dimensions of "${value}" must be numbers, but its shape is ${formatShape(shape)}. Fix them first.`,
    { value },
  );
}
