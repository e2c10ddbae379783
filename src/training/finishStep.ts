/**
 * The last part of every training step: the gradients of a loss, what is done to them (accumulation, clipping), the
 * optimizer's updates, and the states in which learned parameters, moments and averages live.
 */
import { GraphError } from '../core/errors.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph, Parameter, State } from '../graph/graph.ts';
import { inferTypes } from '../graph/inferTypes.ts';
import { foldTranspose } from '../graph/passes/foldTranspose.ts';
import { differentiate } from './differentiate.ts';
import type { GradientOptions } from './gradients.ts';
import { addGate, clipGradients, gated, sumOverBatches } from './gradients.ts';
import type { Optimizer } from './optimizers.ts';
import { addOptimizer, decayedFirst } from './optimizers.ts';
import { addAverages } from './weightAverage.ts';

export interface UpdateOptions extends GradientOptions {
  readonly optimizer: Optimizer;
  /** Keeps an exponential moving average of the learned parameters, with this share of the old (0.999). */
  readonly average?: number;
  /** Values that learned parameters are multiplied by after each update, by parameter: what is pruned stays zero. */
  readonly masks?: Readonly<Record<string, string>>;
}

export interface FinishedStep {
  readonly graph: Graph;
  /** Input: the learning rate of this step, f32 scalar. */
  readonly learningRate: string;
  /** Output: the gradients' norm before clipping; present with `clipNorm`. */
  readonly gradientNorm?: string;
  /** The gradient of each learned parameter as differentiation made it, by parameter. */
  readonly gradients: Readonly<Record<string, string>>;
}

/**
 * @param loss the value to make smaller, a float of one element
 * @param trained names of dense parameters
 * @throws GraphError `training/parameter` when there is nothing to train, or a name is no dense parameter's
 * @throws GraphError `training/gradient` naming a node between a parameter and the loss that has no gradient
 */
export async function finishStep(
  forward: Graph,
  loss: string,
  trained: readonly string[],
  options: UpdateOptions,
): Promise<FinishedStep> {
  for (const name of trained) parameterOf(forward, name);
  if (trained.length === 0)
    throw new GraphError(
      'training/parameter',
      `"${forward.name}" has no weights to train; packed ones stay as they are.`,
    );
  const { graph, gradients } = await differentiate(forward, loss, trained);
  const { types, known } = await inferTypes(graph);
  const builder = createBuilder(graph, types, known);
  const learningRate = builder.input(builder.unique('learning_rate'), 'f32', []);
  const parameters = trained.map((name) => parameterOf(graph, name));
  const { states, gradientNorm } = addUpdates(builder, parameters, gradients, learningRate, options);
  const built = builder.build(gradientNorm === undefined ? graph.outputs : [...graph.outputs, gradientNorm]);
  const rest = new Map([...built.parameters].filter(([name]) => !trained.includes(name)));
  const whole: Graph = { ...built, parameters: rest, states: [...graph.states, ...states] };
  const result = foldTranspose(whole, await inferTypes(whole));
  return { graph: result, learningRate, gradients, ...(gradientNorm === undefined ? {} : { gradientNorm }) };
}

/** @throws GraphError `training/parameter` when the name is no dense parameter's */
function parameterOf(graph: Graph, name: string): Parameter {
  const parameter = graph.parameters.get(name);
  if (parameter?.storage.kind === 'dense') return parameter;
  if (parameter)
    throw new GraphError('training/parameter', `"${name}" is packed; train the original and quantize it afterwards.`, {
      name,
    });
  const some = [...graph.parameters.keys()].slice(0, 6).join(', ');
  throw new GraphError('training/parameter', `There is no parameter "${name}" to train; the model has ${some}.`, {
    name,
  });
}

// ---------------------------------------------------------------------------------------------

function addUpdates(
  builder: GraphBuilder,
  parameters: readonly Parameter[],
  gradients: Readonly<Record<string, string>>,
  learningRate: string,
  options: UpdateOptions,
): { readonly states: readonly State[]; readonly gradientNorm?: string } {
  const gate = addGate(builder, options.accumulate ?? 1);
  const raw = parameters.map(({ name, shape }) => ({ name, shape, gradient: gradients[name] }));
  const summed = sumOverBatches(builder, raw, gate);
  const targets = decayedFirst(parameters.map((parameter, i) => ({ parameter, gradient: summed.gradients[i] })));
  const gradientsOfTargets = targets.map(({ gradient }) => gradient);
  const clipping = clipGradients(builder, gradientsOfTargets, options.clipNorm);
  const inputs = { learningRate, ...(clipping && { factor: clipping.factor }) };
  const { updated, states } = addOptimizer(builder, options.optimizer, targets, inputs);
  const nextOf = new Map(targets.map(({ parameter }, i) => [parameter, updated[i]]));
  const masked = parameters.map((parameter) =>
    held(builder, nextOf.get(parameter) ?? parameter.name, options.masks?.[parameter.name]),
  );
  const learned = parameters.map((parameter, i) => parameterState(parameter, masked[i]));
  const moved = [...learned, ...states].map((state) => gated(builder, state, gate));
  const averages = addAverages(builder, moved.slice(0, learned.length), options.average, gate);
  return { states: [...moved, ...summed.states, ...averages], ...(clipping && { gradientNorm: clipping.norm }) };
}

const held = (builder: GraphBuilder, value: string, mask: string | undefined): string =>
  mask === undefined ? value : builder.add('Mul', [value, mask], {}, `${value}.masked`);

function parameterState({ name, dtype, shape, storage }: Parameter, next: string): State {
  return { name, dtype, shape, initial: storage, value: name, next };
}
