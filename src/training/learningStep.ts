/**
 * A training step as a graph with names for everything that a loop feeds and reads: an objective, differentiated, with an
 * optimizer. Losses and metrics of the last steps stay in a ring beside the weights, so that a loop reads them back
 * every so many steps and not each time.
 */
import type { Tensors } from '../execution/executor.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph, State } from '../graph/graph.ts';
import { denseStorage } from '../graph/graph.ts';
import { inferTypes } from '../graph/inferTypes.ts';
import { arithmetic } from '../graph/operators/arithmetic.ts';
import { createData } from '../tensor/dtype.ts';
import { sameShape } from '../tensor/shape.ts';
import type { UpdateOptions } from './finishStep.ts';
import { finishStep } from './finishStep.ts';
import type { Objective } from './objective.ts';
import { addZeroState } from './zeroState.ts';

export interface LearningOptions extends UpdateOptions {
  /** Steps whose losses and metrics are kept between two readings; 1 when left out. */
  readonly ring?: number;
}

export interface LearningStep {
  readonly graph: Graph;
  readonly input: string;
  readonly labels?: string;
  readonly perSample: readonly string[];
  readonly settings: Objective['settings'];
  /** Input: f32 scalar. */
  readonly learningRate: string;
  /** Names of the losses, `total` among them, and of the metrics, in the ring's order. */
  readonly watched: readonly string[];
  /** Those of `watched` that are losses. */
  readonly losses: readonly string[];
  /** Output: f32 [ring, watched]; the row of step n is n modulo ring. */
  readonly history: string;
  readonly ring: number;
  /** The state that holds the ring; absent where it has one row. */
  readonly historyState?: string;
  readonly trained: readonly string[];
  /** Value: the loss that is made smaller. */
  readonly total: string;
  /** The gradient of each learned parameter, by parameter: for finding what went wrong. */
  readonly gradients: Readonly<Record<string, string>>;
}

/** @throws GraphError as `finishStep` does */
export async function learningStep(objective: Objective, options: LearningOptions): Promise<LearningStep> {
  const { losses, metrics, trained } = objective;
  const outputs = [...Object.values(losses), ...Object.values(metrics)];
  const finished = await finishStep({ ...objective.graph, outputs }, losses.total, trained, options);
  const { gradientNorm, learningRate, gradients } = finished;
  const watched = { ...losses, ...metrics, ...(gradientNorm === undefined ? {} : { gradientNorm }) };
  const ring = options.ring ?? 1;
  const { graph, history, state } = await addHistory(finished.graph, Object.values(watched), ring);
  const { input, labels, perSample, settings } = objective;
  return {
    graph: { ...graph, outputs: [history] },
    input,
    ...(labels === undefined ? {} : { labels }),
    perSample,
    settings,
    learningRate,
    watched: Object.keys(watched),
    losses: Object.keys(losses),
    history,
    ring,
    ...(state === undefined ? {} : { historyState: state }),
    trained,
    total: losses.total,
    gradients,
  };
}

/**
 * States of a checkpoint as this step takes them: those that it has, in its shapes, and the ring's place where the steps
 * that were made leave it. A checkpoint of another ring (another executor reads at other intervals) so goes on as well.
 */
export function resumedStates(
  { graph, ring }: Pick<LearningStep, 'graph' | 'ring'>,
  { step, states }: { readonly step: number; readonly states: Tensors },
): Tensors {
  const fitting = graph.states.flatMap(({ name, shape }) => {
    const state = states[name];
    return state && sameShape(state.shape, shape) ? [[name, state] as const] : [];
  });
  const place = { dtype: 'f32', shape: [], data: Float32Array.of(step % ring) } as const;
  const hasPlace = graph.states.some(({ name }) => name === placeName);
  return { ...Object.fromEntries(fitting), ...(hasPlace ? { [placeName]: place } : {}) };
}

// ---------------------------------------------------------------------------------------------

/** The state that counts through the ring. */
const placeName = 'history_place';

/** A ring of rows, one of them written each step, and the place of the next. */
async function addHistory(
  step: Graph,
  values: readonly string[],
  ring: number,
): Promise<{ graph: Graph; history: string; state?: string }> {
  const { types, known } = await inferTypes(step);
  const builder = createBuilder(step, types, known);
  const { add, where, equal, greaterOrEqual } = arithmetic(builder, 'f32');
  const axis = builder.ints([0]);
  const row = builder.add(
    'Concat',
    values.map((value) => builder.add('Reshape', [value, builder.ints([1])])),
    { axis: 0 },
  );
  const wide = builder.add('Unsqueeze', [row, axis]);
  if (ring === 1) {
    const history = builder.add('Identity', [wide], {}, 'history');
    return { graph: builder.build(step.outputs), history };
  }
  const place = addZeroState(builder, placeName, []);
  const name = builder.unique('history');
  const shape = [ring, values.length];
  const initial = denseStorage('f32', createData('f32', ring * values.length));
  const old: State = { name, dtype: 'f32', shape, initial, value: name, next: '' };
  builder.state(old);
  const places = builder.constant(
    'f32',
    [ring, 1],
    Array.from({ length: ring }, (_, i) => i),
  );
  const history = builder.add('Where', [equal(places, place.value), wide, name], {}, 'history_next');
  const following = add(place.value, 1);
  const states = [
    { ...old, next: history },
    { ...place, next: where(greaterOrEqual(following, ring), 0, following) },
  ];
  return { graph: { ...builder.build(step.outputs), states: [...step.states, ...states] }, history, state: name };
}
