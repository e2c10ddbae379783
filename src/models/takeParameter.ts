/** Tensors of a checkpoint as parameters of a graph, checked against the shape that an architecture gives them. */
import { FileError } from '../core/errors.ts';
import type { Checkpoint } from '../files/checkpoint.ts';
import { tensorOf } from '../files/checkpoint.ts';
import type { Parameter } from '../graph/graph.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';

/** @throws FileError `models/shape` when the tensor has another shape than `shape` */
export function takeParameter(checkpoint: Checkpoint, name: string, shape: readonly number[]): Parameter {
  const { dtype, storage, shape: own } = tensorOf(checkpoint, name);
  if (sameShape(own, shape)) return { name, dtype, shape, storage };
  throw new FileError(
    'models/shape',
    `${checkpoint.name}: tensor "${name}" is ${formatShape(own)}, but its architecture gives it ${formatShape(shape)}. Check that metadata and tensors belong together.`,
    { name, shape: own, wanted: shape },
  );
}
