/** What ArgMax and ArgMin share: the position of the winning element along one axis, as int64. */
import { normalizeAxis } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { InferContext, ReferenceContext } from '../../operator.ts';
import { int } from '../../operator.ts';
import { groupsOf, numbersOf, reducedShape } from './axes.ts';

export interface ArgAttributes {
  readonly axis: number;
  readonly keepdims: number;
  readonly select_last_index: number;
}

export const argAttributes = { axis: int(0), keepdims: int(1), select_last_index: int(0) };

/** Shape rule of ArgMax and ArgMin. */
export function inferArg(context: InferContext<ArgAttributes>): ValueType[] {
  const { shape } = context.input(0);
  const { axis, keepdims } = context.attributes;
  return [{ dtype: 'i64', shape: reducedShape(shape, [normalizeAxis(axis, shape.length)], keepdims) }];
}

/** The first (or last) position at which no other element along the axis is better. */
export function argReduce(
  { input, outputs, attributes }: ReferenceContext<ArgAttributes>,
  better: (x: number, than: number) => boolean,
): Numbers[] {
  const { shape, data } = input(0);
  const { starts, offsets } = groupsOf(shape, [normalizeAxis(attributes.axis, shape.length)]);
  const positions = starts.map((start) => {
    let best = 0;
    for (let i = 1; i < offsets.length; i++) {
      const x = data[start + offsets[i]];
      const champion = data[start + offsets[best]];
      if (better(x, champion) || (x === champion && attributes.select_last_index)) best = i;
    }
    return best;
  });
  return [numbersOf(outputs[0], positions)];
}
