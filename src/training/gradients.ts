/**
 * What happens to gradients before an optimizer sees them: sums over several batches, so that a large batch fits, and
 * clipping by their global norm (Pascanu et al., 2013, arXiv:1211.5063). All of it on the graph.
 */
import type { GraphBuilder } from '../graph/builder.ts';
import type { State } from '../graph/graph.ts';
import { arithmetic } from '../graph/operators/arithmetic.ts';
import { addZeroState } from './zeroState.ts';

export interface GradientOptions {
  /** Greatest global norm of the gradients; larger ones are scaled down to it. */
  readonly clipNorm?: number;
  /** Batches whose gradients are averaged before one update; 1 when left out. */
  readonly accumulate?: number;
}

/** Decides, step by step, whether an update is due. Absent where every step updates. */
export interface Gate {
  /** Batches an update. */
  readonly every: number;
  /** Value: bool scalar. */
  readonly due: string;
  readonly counter: State;
}

export interface Gradient {
  readonly name: string;
  readonly shape: readonly number[];
  readonly gradient: string;
}

/** A counter of batches; none where every batch makes an update. */
export function addGate(builder: GraphBuilder, every: number): Gate | undefined {
  if (every <= 1) return undefined;
  const { add, where, greaterOrEqual } = arithmetic(builder, 'f32');
  const counter = addZeroState(builder, 'batches', []);
  const seen = add(counter.value, 1);
  const due = greaterOrEqual(seen, every);
  return { every, due, counter: { ...counter, next: where(due, 0, seen) } };
}

/** The mean gradient over the batches since the last update, and the states that hold the sums. */
export function sumOverBatches(
  builder: GraphBuilder,
  gradients: readonly Gradient[],
  gate: Gate | undefined,
): { readonly gradients: readonly string[]; readonly states: readonly State[] } {
  if (!gate) return { gradients: gradients.map(({ gradient }) => gradient), states: [] };
  const { add, mul, where } = arithmetic(builder, 'f32');
  const states: State[] = [gate.counter];
  const means = gradients.map(({ name, shape, gradient }) => {
    const sum = addZeroState(builder, `${name}.gradient_sum`, shape);
    const total = add(sum.value, gradient);
    states.push({ ...sum, next: where(gate.due, 0, total) });
    return mul(total, 1 / gate.every);
  });
  return { gradients: means, states };
}

/** A state that moves on only where an update is due. */
export function gated(builder: GraphBuilder, state: State, gate: Gate | undefined): State {
  if (!gate) return state;
  return { ...state, next: builder.add('Where', [gate.due, state.next, state.value], {}, `${state.name}.gated`) };
}

export interface Clipping {
  /** Value: the norm of all gradients together, f32 scalar. */
  readonly norm: string;
  /** Value: min(1, most / norm), f32 scalar, by which the optimizer multiplies each gradient. */
  readonly factor: string;
}

/** How the gradients are scaled so that their global norm is at most `most`; undefined where they stay as they are. */
export function clipGradients(
  builder: GraphBuilder,
  gradients: readonly string[],
  most: number | undefined,
): Clipping | undefined {
  if (most === undefined) return undefined;
  const [norm, factor] = builder.addMany('GlobalNorm', gradients, 2, { most }, 'gradient_norm');
  return { norm, factor };
}
