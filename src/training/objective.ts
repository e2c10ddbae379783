/**
 * What a network is asked to become: named loss terms and their weighted sum. Weights and temperatures are inputs of the
 * graph, so that they may be changed while it learns.
 */
import { GraphError } from '../core/errors.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { inferTypes } from '../graph/inferTypes.ts';
import { arithmetic } from '../graph/operators/arithmetic.ts';
import { trainableParameters } from './trainable.ts';
import type { TrainModeOptions } from './trainMode.ts';
import { trainMode } from './trainMode.ts';

export interface LossTerm {
  /** `task`, `kl`, `hint`: what curves and settings call it. */
  readonly name: string;
  /** Value: f32 scalar. */
  readonly value: string;
  readonly weight: number;
}

/** A number that the loop feeds each step and that may change in mid-run. */
export interface Setting {
  /** Name of the graph's input, f32 scalar. */
  readonly input: string;
  /** What it is at the start. */
  readonly value: number;
}

/** A network with its loss, before differentiation: what `learningStep` makes a step of. */
export interface Objective {
  readonly graph: Graph;
  /** The input that samples feed. */
  readonly input: string;
  /** Input: class numbers, i64 [batch, ...]; absent where no term reads labels. */
  readonly labels?: string;
  /** Further inputs that are given a row a sample, such as a teacher's stored scores. */
  readonly perSample: readonly string[];
  readonly settings: Readonly<Record<string, Setting>>;
  /** Values by name: each term, and `total`. */
  readonly losses: Readonly<Record<string, string>>;
  /** Further scalars to watch: `accuracy`, `agreement`. */
  readonly metrics: Readonly<Record<string, string>>;
  /** Parameters to train. */
  readonly trained: readonly string[];
}

/** Adds the weighted sum of the terms, each weight an input called `weight.<term>`. */
export function addTotal(builder: GraphBuilder, terms: readonly LossTerm[]): Pick<Objective, 'losses' | 'settings'> {
  const { mul, add } = arithmetic(builder, 'f32');
  const settings = terms.map(
    ({ name, weight }) => [`weight.${name}`, addSetting(builder, `weight.${name}`, weight)] as const,
  );
  const parts = terms.map(({ value }, i) => mul(value, settings[i][1].input));
  const total = builder.add('Identity', [parts.reduce((sum, part) => add(sum, part))], {}, 'loss');
  const losses = Object.fromEntries([...terms.map(({ name, value }) => [name, value] as const), ['total', total]]);
  return { losses, settings: Object.fromEntries(settings) };
}

/** An f32 scalar input with the value that it starts from. */
export function addSetting(builder: GraphBuilder, name: string, value: number): Setting {
  return { input: builder.input(builder.unique(name), 'f32', []), value };
}

export interface LabelOptions extends TrainModeOptions {
  /** Share of each label that is spread over all classes (Szegedy et al., 2016, arXiv:1512.00567). */
  readonly labelSmoothing?: number;
  /** The output that holds class scores, [batch, classes, ...]; the first when left out. */
  readonly scores?: string;
  /** Names of the parameters to train; those that `trainableParameters` finds when left out. */
  readonly trainable?: readonly string[];
}

/** Learning from labels alone: softmax cross-entropy. */
export async function labelObjective(model: Graph, options: LabelOptions = {}): Promise<Objective> {
  const learning = await trainMode(model, options);
  const { types, known } = await inferTypes(learning);
  const builder = createBuilder(learning, types, known);
  const scores = options.scores ?? model.outputs[0];
  const labels = addLabels(builder, scores);
  const task = addLabelLoss(builder, scores, labels, options.labelSmoothing);
  const { losses, settings } = addTotal(builder, [{ name: 'task', value: task, weight: 1 }]);
  const metrics = { accuracy: addAccuracy(builder, scores, labels) };
  return {
    graph: builder.build(model.outputs),
    input: inputOf(model),
    labels,
    perSample: [],
    settings,
    losses,
    metrics,
    trained: options.trainable ?? trainableParameters(model),
  };
}

/** The one input that samples feed. @throws GraphError `training/inputs` when there are several or none */
export function inputOf(model: Graph): string {
  if (model.inputs.length === 1) return model.inputs[0].name;
  const names = model.inputs.map(({ name }) => `"${name}"`).join(', ') || 'none';
  throw new GraphError(
    'training/inputs',
    `A network that learns takes one input; "${model.name}" has ${model.inputs.length} (${names}).`,
    { inputs: model.inputs.map(({ name }) => name) },
  );
}

/** @throws GraphError `training/scores` when the scores are not [batch, classes, ...] */
export function addLabels(builder: GraphBuilder, scores: string): string {
  const { shape } = builder.type(scores);
  if (shape.length < 2)
    throw new GraphError(
      'training/scores',
      `"${scores}" has ${shape.length} dimensions; class scores need [batch, classes].`,
      { scores },
    );
  return builder.input(builder.unique('labels'), 'i64', [shape[0], ...shape.slice(2)]);
}

/** Mean cross-entropy; with smoothing (1 - s) of it and s of the mean over all classes. */
export function addLabelLoss(builder: GraphBuilder, scores: string, labels: string, smoothing = 0): string {
  const attributes = { reduction: 'mean' };
  if (smoothing === 0) return builder.add('SoftmaxCrossEntropyLoss', [scores, labels], attributes, 'task');
  const { add, mul } = arithmetic(builder, 'f32');
  const [hard, logs] = builder.addMany('SoftmaxCrossEntropyLoss', [scores, labels], 2, attributes, 'hard');
  const even = builder.add('ReduceMean', [logs], { keepdims: 0 });
  return builder.add('Identity', [add(mul(hard, 1 - smoothing), mul(even, -smoothing))], {}, 'task');
}

/** The share of samples whose top class is the label. */
export function addAccuracy(builder: GraphBuilder, scores: string, labels: string): string {
  return shareOfEqual(builder, topClass(builder, scores), labels, 'accuracy');
}

/** The share of samples on which two scores have the same top class. */
export function addAgreement(builder: GraphBuilder, scores: string, others: string): string {
  return shareOfEqual(builder, topClass(builder, scores), topClass(builder, others), 'agreement');
}

/** The class with the largest score, i64. */
export const topClass = (builder: GraphBuilder, scores: string): string =>
  builder.add('ArgMax', [scores], { axis: 1, keepdims: 0 });

// ---------------------------------------------------------------------------------------------

function shareOfEqual(builder: GraphBuilder, a: string, b: string, name: string): string {
  const same = builder.add('Cast', [builder.add('Equal', [a, b])], { to: 'f32' });
  return builder.add('ReduceMean', [same], { keepdims: 0 }, name);
}
