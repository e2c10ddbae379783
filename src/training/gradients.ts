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

/** Scales all gradients by min(1, most / norm), the norm taken over all of them together. */
export function clipGradients(
  builder: GraphBuilder,
  gradients: readonly string[],
  most: number | undefined,
): { readonly clipped: readonly string[]; readonly norm?: string } {
  if (most === undefined) return { clipped: gradients };
  const { mul, div, sqrt, add } = arithmetic(builder, 'f32');
  const squares = gradients.map((gradient) => builder.add('ReduceSumSquare', [gradient], { keepdims: 0 }));
  const norm = builder.add('Identity', [sqrt(sumOf(builder, squares))], {}, 'gradient_norm');
  const factor = builder.add('Min', [div(most, add(norm, leastNorm)), builder.scalar(1)]);
  return { clipped: gradients.map((gradient) => mul(gradient, factor)), norm };
}

// ---------------------------------------------------------------------------------------------

/** Keeps the division finite where all gradients are zero; far below any norm that is clipped. */
const leastNorm = 1e-12;

/** Values added up a few at a time: a GPU binds no more than eight buffers to a dispatch. */
function sumOf(builder: GraphBuilder, values: readonly string[]): string {
  if (values.length === 1) return values[0];
  const sums: string[] = [];
  for (let i = 0; i < values.length; i += 4) {
    const few = values.slice(i, i + 4);
    sums.push(few.length === 1 ? few[0] : builder.add('Sum', few));
  }
  return sumOf(builder, sums);
}
