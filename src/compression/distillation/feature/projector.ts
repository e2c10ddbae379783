/**
 * A learned map from the student's channels to the teacher's: a 1x1 convolution for images, a matrix for vectors. It is
 * trained along with the student and is no part of it.
 */
import { createRandom } from '../../../core/random.ts';
import type { GraphBuilder } from '../../../graph/builder.ts';
import { parameterFrom } from '../../../graph/graph.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import { tensorFrom } from '../../../tensor/tensor.ts';

/** Maps values to so many channels; the names of its weights are added to `learned`. */
export function createProjector(builder: GraphBuilder, learned: string[], seed: number) {
  const random = createRandom(seed);
  return (value: string, channels: number): string => {
    const { shape } = builder.type(value);
    const own = Number(shape[1]);
    const image = shape.length > 2;
    const name = builder.unique(`projector${learned.length + 1}`);
    const weights = image ? [channels, own, ...shape.slice(2).map(() => 1)] : [own, channels];
    const deviation = Math.sqrt(1 / own);
    const values = Float64Array.from({ length: sizeOf(weights) }, () => deviation * random.normal());
    const weight = builder.parameter(parameterFrom(`${name}.weight`, tensorFrom('f32', weights, values)));
    learned.push(weight);
    return builder.add(image ? 'Conv' : 'MatMul', [value, weight], {}, name);
  };
}
