/**
 * Optimizers as nodes, one update a parameter, with their moments and the step count as state. An executor that
 * flattens the updates into one dispatch does so on its own; here they stay readable one by one.
 */
import type { GraphBuilder } from '../graph/builder.ts';
import type { Parameter, State } from '../graph/graph.ts';
import { addZeroState } from './zeroState.ts';

export type Optimizer =
  | {
      /** `adam` adds its decay to the gradient (Kingma and Ba, 2014, arXiv:1412.6980); `adamw` decays apart from it. */
      readonly kind: 'adamw' | 'adam';
      readonly beta1?: number;
      readonly beta2?: number;
      readonly epsilon?: number;
      /** Weight decay on matrices and filters; vectors (biases, norms) are never decayed. */
      readonly weightDecay?: number;
    }
  | { readonly kind: 'sgd'; readonly momentum?: number; readonly nesterov?: boolean; readonly weightDecay?: number }
  | { readonly kind: 'lion'; readonly beta1?: number; readonly beta2?: number; readonly weightDecay?: number };

export interface Target {
  readonly parameter: Parameter;
  readonly gradient: string;
}

/** What all updates read, as names of f32 scalars. */
export interface UpdateInputs {
  readonly learningRate: string;
  /** Multiplies each gradient; absent where they stay as they are. */
  readonly factor?: string;
}

export interface OptimizerNodes {
  /** New values of the parameters, in the targets' order. */
  readonly updated: readonly string[];
  /** Moments and, for AdamW, the step count. */
  readonly states: readonly State[];
}

/** Targets with those that decay before the others, so that an executor can lay either kind side by side. */
export const decayedFirst = (targets: readonly Target[]): readonly Target[] => [
  ...targets.filter(({ parameter }) => mayDecay(parameter.shape)),
  ...targets.filter(({ parameter }) => !mayDecay(parameter.shape)),
];

/** Adds the update of every target. */
export function addOptimizer(
  builder: GraphBuilder,
  optimizer: Optimizer,
  targets: readonly Target[],
  inputs: UpdateInputs,
): OptimizerNodes {
  switch (optimizer.kind) {
    case 'adam':
    case 'adamw':
      return addAdam(builder, optimizer, targets, inputs);
    case 'sgd':
      return addSgd(builder, optimizer, targets, inputs);
    case 'lion':
      return addLion(builder, optimizer, targets, inputs);
    default:
      return optimizer satisfies never;
  }
}

// ---------------------------------------------------------------------------------------------

function addAdam(
  builder: GraphBuilder,
  optimizer: Optimizer & { kind: 'adamw' | 'adam' },
  targets: readonly Target[],
  scalars: UpdateInputs,
): OptimizerNodes {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = optimizer;
  const counter = addZeroState(builder, 'step', []);
  const step = builder.add('Add', [counter.value, builder.scalar(1)], {}, 'step_next');
  const states: State[] = [{ ...counter, next: step }];
  const updated = targets.map(({ parameter, gradient }) => {
    const { name, shape } = parameter;
    const m = addZeroState(builder, `${name}.m`, shape);
    const v = addZeroState(builder, `${name}.v`, shape);
    const coupled = optimizer.kind === 'adam' ? 1 : 0;
    const attributes = { beta1, beta2, epsilon, weightDecay: decayOf(shape, weightDecay), coupled };
    const inputs = [name, gradient, m.value, v.value, step, ...given(scalars)];
    const [next, nextM, nextV] = builder.addMany('AdamW', inputs, 3, attributes, `${name}.update`);
    states.push({ ...m, next: nextM }, { ...v, next: nextV });
    return next;
  });
  return { updated, states };
}

function addSgd(
  builder: GraphBuilder,
  optimizer: Optimizer & { kind: 'sgd' },
  targets: readonly Target[],
  scalars: UpdateInputs,
): OptimizerNodes {
  const { momentum = 0, nesterov = false, weightDecay = 0 } = optimizer;
  const states: State[] = [];
  const updated = targets.map(({ parameter, gradient }) => {
    const { name, shape } = parameter;
    const velocity = addZeroState(builder, `${name}.velocity`, shape);
    const attributes = { momentum, nesterov: nesterov ? 1 : 0, weightDecay: decayOf(shape, weightDecay) };
    const [next, nextVelocity] = builder.addMany(
      'SGD',
      [name, gradient, velocity.value, ...given(scalars)],
      2,
      attributes,
      `${name}.update`,
    );
    states.push({ ...velocity, next: nextVelocity });
    return next;
  });
  return { updated, states };
}

function addLion(
  builder: GraphBuilder,
  optimizer: Optimizer & { kind: 'lion' },
  targets: readonly Target[],
  scalars: UpdateInputs,
): OptimizerNodes {
  const { beta1 = 0.9, beta2 = 0.99, weightDecay = 0 } = optimizer;
  const states: State[] = [];
  const updated = targets.map(({ parameter, gradient }) => {
    const { name, shape } = parameter;
    const momentum = addZeroState(builder, `${name}.m`, shape);
    const attributes = { beta1, beta2, weightDecay: decayOf(shape, weightDecay) };
    const inputs = [name, gradient, momentum.value, ...given(scalars)];
    const [next, nextMomentum] = builder.addMany('Lion', inputs, 2, attributes, `${name}.update`);
    states.push({ ...momentum, next: nextMomentum });
    return next;
  });
  return { updated, states };
}

const mayDecay = (shape: readonly number[]): boolean => shape.length > 1;

const decayOf = (shape: readonly number[], weightDecay: number): number => (mayDecay(shape) ? weightDecay : 0);

const given = ({ learningRate, factor }: UpdateInputs): readonly string[] =>
  factor === undefined ? [learningRate] : [learningRate, factor];
