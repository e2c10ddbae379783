/**
 * The network that quantization-aware training trains: what post-training quantization would make, with FakeQuantize in
 * the place of packed weights and of quantized activations. It starts where that recipe ends, and converts to it.
 */
import { RecipeError } from '../../../core/errors.ts';
import type { Graph, State } from '../../../graph/graph.ts';
import { denseStorage } from '../../../graph/graph.ts';
import { foldBatchNorm } from '../../../graph/passes/foldBatchNorm.ts';
import { sortNodes } from '../../../graph/passes/sortNodes.ts';
import { freshName, takenNames } from '../../../graph/passes/uses.ts';
import { findWeights } from '../../../graph/passes/weights.ts';
import { trainableParameters } from '../../../training/trainable.ts';
import { activationTargets } from '../activationTargets.ts';
import { calibrate } from '../calibrate.ts';
import type { IntegerWeightOptions, QuantizeOptions } from '../options.ts';
import type { QuantizeContext } from '../quantize.ts';
import { defaultCalibrationSamples } from '../quantize.ts';
import { selectWeights } from '../select.ts';
import type { ActivationScales, FakeActivation } from './fakeActivations.ts';
import { addFakeActivation } from './fakeActivations.ts';
import type { Additions, FakeWeight } from './fakeWeights.ts';
import { add, addFakeWeight, put, withAdditions } from './fakeWeights.ts';

export interface AwareOptions extends Omit<QuantizeOptions, 'weights' | 'requantize'> {
  readonly weights: IntegerWeightOptions;
  /** Whether scales of weights are learned (LSQ) or stay as calibrated. Learned when left out. */
  readonly weightScales?: 'learned' | 'fixed';
  /** For static activations. Learned when left out. */
  readonly activationScales?: ActivationScales;
}

export interface AwareModel {
  readonly graph: Graph;
  /** What is learned: weights and biases, and the ratios of scales. */
  readonly trainable: readonly string[];
  readonly weights: readonly FakeWeight[];
  readonly activations: readonly FakeActivation[];
  /** What stays as it is, and why, as a sentence part. */
  readonly left: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * @throws RecipeError `recipe/calibration` when static activations are asked for without data
 * @throws RecipeError `recipe/selection` when a target or an exception names nothing, or all weights are packed
 */
export async function insertFakeQuantize(
  model: Graph,
  options: AwareOptions,
  context: QuantizeContext = {},
): Promise<AwareModel> {
  const folded = await foldBatchNorm(model);
  const { chosen, left } = selectWeights(findWeights(folded).fit, options);
  const dense = chosen.filter(({ parameter }) => parameter.storage.kind === 'dense');
  if (dense.length === 0)
    throw new RecipeError(
      'recipe/selection',
      `"${model.name}" has no dense weights to train; quantization-aware training starts from a float model.`,
      { path: 'targets' },
    );
  const additions: Additions & { states: State[]; step: string } = {
    taken: takenNames(folded),
    parameters: new Map(folded.parameters),
    nodes: [],
    states: [],
    step: '',
  };
  const learned = (options.weightScales ?? 'learned') === 'learned';
  const weights: FakeWeight[] = [];
  for (const weight of dense) weights.push(await addFakeWeight(weight, options.weights, learned, additions));
  const seen = await observe(folded, options, context);
  const scales = options.activationScales ?? { kind: 'learned' };
  if (scales.kind === 'observed' && seen.values.size > 0) additions.step = addCounter(additions);
  const activations = [...seen.values].map(([value, observed]) => {
    const { activations: own } = options;
    return own?.mode === 'static' ? [addFakeActivation(value, observed, own, scales, additions)] : [];
  });
  const found = activations.flat();
  const graph = rewired(folded, additions, weights, found, seen.nodes);
  const ratios = [...weights, ...found].flatMap(({ ratio }) => (ratio === undefined ? [] : [ratio]));
  const reasons = left.map(({ weight, reason }) => ({ name: weight.parameter.name, reason }));
  return {
    graph,
    trainable: [...trainableParameters(folded), ...ratios],
    weights,
    activations: found,
    left: [...reasons, ...seen.left],
  };
}

// ---------------------------------------------------------------------------------------------

async function observe(graph: Graph, options: AwareOptions, { executor, data, ...task }: QuantizeContext) {
  const { activations } = options;
  if (activations?.mode !== 'static') return { values: new Map(), nodes: new Set<string>(), left: [] };
  if (!executor || !data || data.samples === 0)
    throw new RecipeError(
      'recipe/calibration',
      'activations.mode "static" begins with ranges from real samples, but there is no data. Open data, or leave activations out.',
      { path: 'activations.mode' },
    );
  const targets = await activationTargets(graph, options);
  const sources = [...new Set(targets.nodes.map((node) => node.inputs[0]))];
  const samples = Math.min(activations.samples ?? defaultCalibrationSamples, data.samples);
  const values = await calibrate(executor, graph, data, sources, samples, task);
  return { values, nodes: new Set(targets.nodes.map(({ name }) => name)), left: targets.left };
}

/** Readers of weights see them rounded; chosen layers see their activation rounded. */
function rewired(
  graph: Graph,
  additions: Additions & { readonly states: readonly State[] },
  weights: readonly FakeWeight[],
  activations: readonly FakeActivation[],
  layers: ReadonlySet<string>,
): Graph {
  const rounded = new Map(activations.map(({ source, value }) => [source, value]));
  const nodes = graph.nodes.map((node) =>
    layers.has(node.name)
      ? { ...node, inputs: [rounded.get(node.inputs[0]) ?? node.inputs[0], ...node.inputs.slice(1)] }
      : node,
  );
  const replaced = new Map(weights.map(({ parameter, value }) => [parameter, value]));
  const whole = withAdditions({ ...graph, nodes }, additions, replaced);
  return sortNodes({ ...whole, states: [...graph.states, ...additions.states] });
}

/** A count of steps, f32, for observers that freeze. */
function addCounter(additions: Additions & { readonly states: State[] }): string {
  const name = freshName(additions.taken, 'observed_steps');
  const next = add(additions, 'Add', `${name}.next`, [name, put(additions, `${name}.one`, [], Float32Array.of(1))]);
  additions.states.push({
    name,
    dtype: 'f32',
    shape: [],
    initial: denseStorage('f32', new Float32Array(1)),
    value: name,
    next,
  });
  return name;
}
