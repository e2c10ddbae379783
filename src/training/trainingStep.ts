/**
 * A training step as a rewrite: forward graph -> forward, loss, gradients, optimizer, with parameters and moments as
 * state. The result is a plain graph: every executor compiles it once and runs it once a step.
 *
 * Not the loop: batches, schedules and stopping belong to whoever runs the plan.
 */
import { GraphError } from '../core/errors.ts';
import type { Tensors } from '../execution/executor.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { denseStorage } from '../graph/graph.ts';
import { inferTypes } from '../graph/inferTypes.ts';
import { finishStep } from './finishStep.ts';
import type { Optimizer } from './optimizers.ts';
import { trainableParameters } from './trainable.ts';

export interface TrainingStepOptions {
  readonly optimizer: Optimizer;
  /** The output that holds class scores, [batch, classes, ...]; the first when left out. */
  readonly scores?: string;
  /** Names of the parameters to train; those that `trainableParameters` finds when left out. */
  readonly trainable?: readonly string[];
  /** Values to give out beside the loss, such as the scores; each costs a copy a step. */
  readonly outputs?: readonly string[];
}

/** Names of what a training step adds, for the loop that feeds and reads it. */
export interface TrainingStep {
  /** Inputs: those of the model, labels, learning rate. Outputs: the loss, and what was asked for beside it. */
  readonly graph: Graph;
  /** Input: class numbers, i64 [batch, ...]. */
  readonly labels: string;
  /** Input: the learning rate of this step, f32 scalar. */
  readonly learningRate: string;
  /** Output: mean cross-entropy of the batch before the update, f32 scalar. */
  readonly loss: string;
  /** States that are parameters of the model, by parameter name; the others are moments and the step count. */
  readonly trained: readonly string[];
}

/**
 * Adds softmax cross-entropy on labels, its gradients and an optimizer to a classifier.
 *
 * @throws GraphError `training/scores` when the scores are not [batch, classes, ...]
 * @throws GraphError `training/parameter` when there is nothing to train, or a name is no dense parameter's
 * @throws GraphError `training/gradient` naming a node between a trained parameter and the loss that has no gradient
 */
export async function trainingStep(model: Graph, options: TrainingStepOptions): Promise<TrainingStep> {
  const { types, known } = await inferTypes(model);
  const builder = createBuilder(model, types, known);
  const scores = options.scores ?? model.outputs[0];
  const labels = addLabels(builder, scores);
  const loss = builder.add('SoftmaxCrossEntropyLoss', [scores, labels], { reduction: 'mean' }, 'loss');
  const trained = options.trainable ?? trainableParameters(model);
  const outputs = [...new Set([loss, ...(options.outputs ?? [])])];
  const { graph, learningRate } = await finishStep(builder.build(outputs), loss, trained, {
    optimizer: options.optimizer,
  });
  return { graph, labels, learningRate, loss, trained };
}

/** A model whose trained parameters have the values that a run left in the step's states. */
export function withTrained(model: Graph, states: Tensors): Graph {
  const parameters = new Map(model.parameters);
  for (const [name, parameter] of model.parameters) {
    const state = states[name];
    if (state) parameters.set(name, { ...parameter, storage: denseStorage(state.dtype, state.data) });
  }
  return { ...model, parameters };
}

// ---------------------------------------------------------------------------------------------

function addLabels(builder: GraphBuilder, scores: string): string {
  const { shape } = builder.type(scores);
  if (shape.length < 2)
    throw new GraphError(
      'training/scores',
      `"${scores}" has ${shape.length} dimensions; class scores need [batch, classes].`,
      { scores },
    );
  return builder.input(builder.unique('labels'), 'i64', [shape[0], ...shape.slice(2)]);
}
