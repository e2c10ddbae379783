/** States that a training step adds for itself: moments, sums, counters. */
import type { GraphBuilder } from '../graph/builder.ts';
import type { State } from '../graph/graph.ts';
import { denseStorage } from '../graph/graph.ts';
import { createData } from '../tensor/dtype.ts';
import { sizeOf } from '../tensor/shape.ts';

/** An f32 state that starts from zero; the name of its value is its own name, and no other value's. Its `next` is still to be set. */
export function addZeroState(builder: GraphBuilder, stem: string, shape: readonly number[]): State {
  const name = builder.unique(stem);
  const initial = denseStorage('f32', createData('f32', sizeOf(shape)));
  const state: State = { name, dtype: 'f32', shape, initial, value: name, next: '' };
  builder.state(state);
  return state;
}
