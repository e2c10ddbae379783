/**
 * AdaRound: layer by layer, whether each weight is rounded up or down is learned on calibration samples, so that the
 * layer's output changes least. Each layer sees what the layers before it, already rounded, give it. Nagel et al., 2020,
 * arXiv:2004.10568.
 */
import { RecipeError } from '../../../core/errors.ts';
import type { TaskOptions } from '../../../core/task.ts';
import { createProgressReporter, throwIfAborted, yieldToEventLoop } from '../../../core/task.ts';
import type { SampleSource } from '../../../evaluation/collectOutputs.ts';
import { collectOutputs, fitSample } from '../../../evaluation/collectOutputs.ts';
import type { Executor } from '../../../execution/executor.ts';
import type { Graph, OperatorNode, PackedStorage } from '../../../graph/graph.ts';
import { loadParameter, transposeMatrix } from '../../../graph/parameterData.ts';
import { removeDeadCode } from '../../../graph/passes/removeDeadCode.ts';
import type { Weight } from '../../../graph/passes/weights.ts';
import { findWeights } from '../../../graph/passes/weights.ts';
import type { PackedLayout, PackedMatrix } from '../../../tensor/packed.ts';
import { packCodes, scaleIndex, symmetricZero } from '../../../tensor/packed.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { decodeNumbers } from '../../../tensor/tensor.ts';
import type { IntegerWeightOptions, Selection } from '../options.ts';
import { quantizeMatrix } from '../quantizeMatrix.ts';
import { layoutOf } from '../quantizeWeights.ts';
import { selectWeights } from '../select.ts';
import type { LayerWeights } from './layerProblem.ts';
import { layerProblem, roundsUp } from './layerProblem.ts';
import type { RoundingSchedule } from './learnRounding.ts';
import { learnRounding } from './learnRounding.ts';

export interface AdaRoundOptions extends Selection, RoundingSchedule {
  readonly weights: IntegerWeightOptions;
  /** Samples to calibrate on. 256 when left out. */
  readonly samples?: number;
}

export interface AdaRoundLayer {
  readonly name: string;
  readonly node: string;
  /** Mean squared error of the layer's output, summed over channels: rounded to nearest, and as learned. */
  readonly errorBefore: number;
  readonly errorAfter: number;
  /** Share of weights that are not rounded to nearest. */
  readonly changed: number;
}

export interface AdaRounded {
  readonly graph: Graph;
  readonly layers: readonly AdaRoundLayer[];
  readonly left: readonly { readonly name: string; readonly reason: string }[];
}

export interface AdaRoundContext extends TaskOptions {
  readonly executor: Executor;
  readonly data: SampleSource;
}

/** @throws RecipeError `recipe/calibration` without samples */
export async function adaRound(graph: Graph, options: AdaRoundOptions, context: AdaRoundContext): Promise<AdaRounded> {
  if (context.data.samples === 0)
    throw new RecipeError('recipe/calibration', 'AdaRound learns on samples, but there are none. Open data.', {});
  const { chosen, left } = selectWeights(findWeights(graph).fit, options);
  const reasons = left.map(({ weight, reason }) => ({ name: weight.parameter.name, reason }));
  const layers: AdaRoundLayer[] = [];
  let rounded = graph;
  const progress = createProgressReporter('learning how to round', chosen.length, context.onProgress);
  for (const [index, weight] of chosen.entries()) {
    throwIfAborted(context.signal);
    const reason = reasonToLeave(weight);
    if (reason === undefined) {
      const result = await roundLayer(graph, rounded, weight, options, context);
      rounded = result.graph;
      layers.push(result.layer);
    } else reasons.push({ name: weight.parameter.name, reason });
    progress(index + 1);
    await yieldToEventLoop();
  }
  return { graph: rounded, layers, left: reasons };
}

// ---------------------------------------------------------------------------------------------

const defaultSamples = 256;

function reasonToLeave({ parameter, consumers, operator }: Weight): string | undefined {
  if (parameter.storage.kind === 'packed') return 'it is packed already; learn rounding on the float model';
  if (operator === 'Gather') return 'an embedding is looked up, so its rounding changes no other output';
  if (consumers.length > 1) return 'several layers read it, so there is no one output to hold';
  return undefined;
}

async function roundLayer(
  graph: Graph,
  rounded: Graph,
  weight: Weight,
  options: AdaRoundOptions,
  context: AdaRoundContext,
) {
  const { parameter, orientation, rows, columns } = weight;
  const [node] = weight.consumers;
  const { dtype, data } = await loadParameter(parameter);
  const values = Float32Array.from(decodeNumbers(dtype, data));
  const layout = layoutOf(weight, options.weights);
  const matrix = orientation === 'rows' ? values : transposeMatrix(values, columns, rows);
  const { matrix: nearest } = quantizeMatrix(matrix, layout, options.weights);
  const weights = weightsOf(matrix, nearest, weight);
  const samples = await layerSamples(graph, rounded, node, options, context);
  const types = { x: ['batch', ...samples.x.shape.slice(1)], y: ['batch', ...samples.y.shape.slice(1)] };
  const bias = graph.parameters.get(node.inputs[2] ?? '');
  const problem = layerProblem(node, types, weights, bias && (await loadParameter(bias)));
  const learned = await learnRounding(problem, samples, options, context);
  const { codes, changed } = codesOf(weights, learned.choice);
  const inRows = orientation === 'rows' ? codes : transposeMatrix(codes, columns, rows);
  const packed: PackedMatrix = {
    ...nearest,
    codes: packCodes(layout.bits, rows, columns, Uint8Array.from(inRows), paddingOf(layout)),
  };
  const storage: PackedStorage = { kind: 'packed', layout, orientation, load: async () => packed };
  const parameters = new Map(rounded.parameters).set(parameter.name, { ...parameter, storage });
  const layer: AdaRoundLayer = {
    name: parameter.name,
    node: node.name,
    errorBefore: learned.before,
    errorAfter: learned.after,
    changed,
  };
  return { graph: { ...rounded, parameters }, layer };
}

const paddingOf = ({ symmetric, bits }: PackedLayout): number => (symmetric ? symmetricZero(bits) : 0);

/** Quotients, scales and zero points element by element, in the parameter's own order; codes as they are stored. */
function weightsOf(
  matrix: Float32Array,
  { layout, scales, zeroPoints }: PackedMatrix,
  { parameter, orientation, rows, columns }: Weight,
): LayerWeights {
  const own = (values: Float32Array) => (orientation === 'rows' ? values : transposeMatrix(values, rows, columns));
  const spread = (pick: (at: number) => number) =>
    own(
      Float32Array.from({ length: rows * columns }, (_, i) =>
        pick(scaleIndex(layout, Math.floor(i / columns), i % columns)),
      ),
    );
  const scale = spread((at) => scales[at]);
  const quotient = own(matrix).map((w, i) => w / scale[i]);
  const zero = spread((at) => (zeroPoints ? zeroPoints[at] : symmetricZero(layout.bits)));
  return { quotient, scale, zero, shape: parameter.shape, low: 0, high: 2 ** layout.bits - 1 };
}

/** The layer's inputs as the rounded network gives them, and its outputs as the float network does. */
async function layerSamples(
  graph: Graph,
  rounded: Graph,
  node: OperatorNode,
  options: AdaRoundOptions,
  { executor, data, signal }: AdaRoundContext,
): Promise<{ x: Tensor; y: Tensor }> {
  const samples = Math.min(options.samples ?? defaultSamples, data.samples);
  const collect = async (of: Graph, value: string) => {
    const probe = removeDeadCode({ ...of, outputs: [value], states: [] });
    const input = graph.inputs.find(({ name }) => name === value);
    if (input) return fitSample(input, data.batch(Int32Array.from({ length: samples }, (_, i) => i)));
    const { outputs } = await collectOutputs(executor, probe, data, { samples, batch: 32, signal });
    return outputs[value];
  };
  return { x: await collect(rounded, node.inputs[0]), y: await collect(graph, node.outputs[0]) };
}

function codesOf(
  { quotient, zero, low, high }: LayerWeights,
  choice: Float32Array,
): { codes: Float32Array; changed: number } {
  let changed = 0;
  const codes = quotient.map((q, i) => {
    const up = roundsUp(choice[i]);
    if (up !== q - Math.floor(q) > 0.5) changed++;
    return Math.min(high, Math.max(low, Math.floor(q) + (up ? 1 : 0) + (zero ? zero[i] : 0)));
  });
  return { codes, changed: changed / quotient.length };
}
