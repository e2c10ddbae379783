/**
 * The exponential moving average of learned parameters (Polyak and Juditsky, 1992; in this form as TensorFlow's
 * ExponentialMovingAverage): a' = d a + (1 - d) p with d = min(decay, (1 + n) / (10 + n)) after n updates, so that the
 * first, raw weights are soon forgotten.
 */
import type { Tensors } from '../execution/executor.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import type { State } from '../graph/graph.ts';
import { arithmetic } from '../graph/operators/arithmetic.ts';
import type { Gate } from './gradients.ts';
import { gated } from './gradients.ts';
import { addZeroState } from './zeroState.ts';

/** Adds an average for each learned parameter; nothing without a decay. */
export function addAverages(
  builder: GraphBuilder,
  learned: readonly State[],
  decay: number | undefined,
  gate: Gate | undefined,
): readonly State[] {
  if (decay === undefined) return [];
  const { add, sub, mul, div } = arithmetic(builder, 'f32');
  const counter = addZeroState(builder, 'averaged', []);
  const count = gated(builder, { ...counter, next: add(counter.value, 1) }, gate);
  const warm = div(add(counter.value, 1), add(counter.value, 10));
  const share = builder.add('Min', [warm, builder.scalar(decay)]);
  const rest = sub(1, share);
  const averages = learned.map((parameter) => {
    const name = builder.unique(averageOf(parameter.name));
    const state: State = { ...parameter, name, value: name };
    builder.state(state);
    return gated(builder, { ...state, next: add(mul(name, share), mul(parameter.next, rest)) }, gate);
  });
  return [count, ...averages];
}

/** The states with each parameter replaced by its average: what is evaluated and kept. */
export function averagedStates(states: Tensors, trained: readonly string[]): Tensors {
  const averages = trained.flatMap((name) => (averageOf(name) in states ? [[name, states[averageOf(name)]]] : []));
  return { ...states, ...Object.fromEntries(averages) };
}

// ---------------------------------------------------------------------------------------------

const averageOf = (parameter: string): string => `${parameter}.average`;
