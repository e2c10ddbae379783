/**
 * Optimizers as nodes, one update a parameter, with their moments and the step count as state. An executor that
 * flattens the updates into one dispatch does so on its own; here they stay readable one by one.
 */
import type { GraphBuilder } from '../graph/builder.ts';
import type { Parameter, State } from '../graph/graph.ts';
import { denseStorage } from '../graph/graph.ts';
import { createData } from '../tensor/dtype.ts';
import { sizeOf } from '../tensor/shape.ts';

export type Optimizer =
  | {
      readonly kind: 'adamw';
      readonly beta1?: number;
      readonly beta2?: number;
      readonly epsilon?: number;
      /** Decoupled weight decay on matrices and filters; vectors (biases, norms) are never decayed. */
      readonly weightDecay?: number;
    }
  | { readonly kind: 'sgd'; readonly momentum?: number; readonly weightDecay?: number };

export interface Target {
  readonly parameter: Parameter;
  readonly gradient: string;
}

export interface OptimizerNodes {
  /** New values of the parameters, in the targets' order. */
  readonly updated: readonly string[];
  /** Moments and, for AdamW, the step count. */
  readonly states: readonly State[];
}

/** Adds the update of every target; `learningRate` names an f32 scalar. */
export function addOptimizer(
  builder: GraphBuilder,
  optimizer: Optimizer,
  targets: readonly Target[],
  learningRate: string,
): OptimizerNodes {
  return optimizer.kind === 'adamw'
    ? addAdamW(builder, optimizer, targets, learningRate)
    : addSgd(builder, optimizer, targets, learningRate);
}

// ---------------------------------------------------------------------------------------------

function addAdamW(
  builder: GraphBuilder,
  optimizer: Optimizer & { kind: 'adamw' },
  targets: readonly Target[],
  learningRate: string,
): OptimizerNodes {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = optimizer;
  const counter = addZeroState(builder, 'step', []);
  const step = builder.add('Add', [counter.value, builder.scalar(1)], {}, 'step_next');
  const states: State[] = [{ ...counter, next: step }];
  const updated = targets.map(({ parameter, gradient }) => {
    const { name, shape } = parameter;
    const m = addZeroState(builder, `${name}.m`, shape);
    const v = addZeroState(builder, `${name}.v`, shape);
    const attributes = { beta1, beta2, epsilon, weightDecay: shape.length > 1 ? weightDecay : 0 };
    const inputs = [name, gradient, m.value, v.value, step, learningRate];
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
  learningRate: string,
): OptimizerNodes {
  const { momentum = 0, weightDecay = 0 } = optimizer;
  const states: State[] = [];
  const updated = targets.map(({ parameter, gradient }) => {
    const { name, shape } = parameter;
    const velocity = addZeroState(builder, `${name}.velocity`, shape);
    const attributes = { momentum, weightDecay: shape.length > 1 ? weightDecay : 0 };
    const [next, nextVelocity] = builder.addMany(
      'SGD',
      [name, gradient, velocity.value, learningRate],
      2,
      attributes,
      `${name}.update`,
    );
    states.push({ ...velocity, next: nextVelocity });
    return next;
  });
  return { updated, states };
}

/** A state that starts from zero; the name of its value is its own name, and no other value's. */
function addZeroState(builder: GraphBuilder, stem: string, shape: readonly number[]): State {
  const name = builder.unique(stem);
  const initial = denseStorage('f32', createData('f32', sizeOf(shape)));
  const state: State = { name, dtype: 'f32', shape, initial, value: name, next: '' };
  builder.state(state);
  return state;
}
