/**
 * Batch-norm folding: in inference, BatchNormalization after Conv, Gemm or MatMul is a scale and a shift of each output
 * channel, which go into weight and bias. After Jacob et al., "Quantization and Training of Neural Networks for
 * Efficient Integer-Arithmetic-Only Inference" (2018), section 3.2.
 *
 * Left alone: training mode, a value that others read too, packed weights, batches of matrices.
 */
import { sizeOf } from '../../tensor/shape.ts';
import type { Numbers, Tensor } from '../../tensor/tensor.ts';
import { toNumbers } from '../../tensor/tensor.ts';
import type { Graph, Node, OperatorNode, Parameter } from '../graph.ts';
import { parameterFrom } from '../graph.ts';
import { inferTypes } from '../inferTypes.ts';
import { loadParameter } from '../parameterData.ts';
import { removeDeadCode } from './removeDeadCode.ts';
import type { Uses } from './uses.ts';
import { findUses, freshName, takenNames } from './uses.ts';

/** Folds where the norm alone reads a layer with dense weights; leaves the rest as it is. */
export async function foldBatchNorm(graph: Graph): Promise<Graph> {
  const { types } = await inferTypes(graph);
  const uses = findUses(graph);
  const taken = takenNames(graph);
  const parameters = new Map(graph.parameters);
  const replaced = new Map<Node, Node | undefined>();
  for (const node of graph.nodes) {
    const pair = foldablePair(graph, uses, node, (value) => types.get(value)?.shape.length);
    if (!pair) continue;
    const folded = await foldPair(parameters, uses, taken, pair);
    if (!folded) continue;
    replaced.set(pair.layer, undefined);
    replaced.set(pair.norm, folded);
  }
  const nodes = graph.nodes.flatMap((node) => (replaced.has(node) ? (replaced.get(node) ?? []) : [node]));
  return removeDeadCode({ ...graph, nodes, parameters });
}

// ---------------------------------------------------------------------------------------------

interface Pair {
  readonly layer: OperatorNode;
  readonly norm: OperatorNode;
  readonly weight: Parameter;
}

function foldablePair(
  graph: Graph,
  { producer, consumers, kept }: Uses,
  norm: Node,
  rankOf: (value: string) => number | undefined,
): Pair | undefined {
  if (norm.kind !== 'operator' || norm.operator !== 'BatchNormalization') return undefined;
  if (norm.attributes.training_mode === 1 || norm.outputs.slice(1).some((name) => name !== '')) return undefined;
  const [value] = norm.inputs;
  const layer = producer.get(value);
  if (layer?.kind !== 'operator' || kept.has(value) || (consumers.get(value) ?? []).length !== 1) return undefined;
  if (layer.operator !== 'Conv' && layer.operator !== 'Gemm' && layer.operator !== 'MatMul') return undefined;
  const weight = graph.parameters.get(layer.inputs[1]);
  if (weight?.storage.kind !== 'dense') return undefined;
  if (layer.operator === 'MatMul' && (rankOf(layer.inputs[0]) !== 2 || weight.shape.length !== 2)) return undefined;
  return { layer, norm, weight };
}

async function foldPair(
  parameters: Map<string, Parameter>,
  uses: Uses,
  taken: Set<string>,
  { layer, norm, weight }: Pair,
): Promise<OperatorNode | undefined> {
  const statistics = norm.inputs.slice(1, 5).map((name) => parameters.get(name));
  const bias = layer.inputs[2] ? parameters.get(layer.inputs[2]) : undefined;
  if (layer.inputs[2] && !bias) return undefined;
  const loaded = await Promise.all(statistics.map(numbersOf));
  if (!loaded.every((tensor) => tensor !== undefined)) return undefined;
  const channels = loaded[0].data.length;
  const oldBias = await numbersOf(bias);
  if (oldBias && oldBias.data.length !== channels && oldBias.data.length !== 1) return undefined;
  const affine = affineOf(loaded, Number(norm.attributes.epsilon ?? 1e-5));
  const put = (name: string, tensor: Tensor) => {
    const alone = (uses.consumers.get(name) ?? []).length === 1 && !uses.kept.has(name);
    const own = alone ? name : freshName(taken, name);
    parameters.set(own, parameterFrom(own, tensor));
    return own;
  };
  const scaled = scaleChannels(toNumbers(await loadParameter(weight)), affine.scale, channelAxis(layer, weight));
  const shifted = shiftBias(oldBias, Number(layer.attributes.beta ?? 1), affine);
  const biasName = bias ? put(bias.name, shifted) : freshName(taken, `${layer.name}_bias`);
  if (!bias) parameters.set(biasName, parameterFrom(biasName, shifted));
  const { beta: _, ...attributes } = layer.attributes;
  return {
    ...layer,
    operator: layer.operator === 'MatMul' ? 'Gemm' : layer.operator,
    attributes,
    inputs: [layer.inputs[0], put(weight.name, scaled), biasName],
    outputs: norm.outputs.slice(0, 1),
  };
}

interface Affine {
  readonly scale: Float64Array;
  readonly shift: Float64Array;
}

/** y = scale * x + shift, from gamma, beta, mean and variance. */
function affineOf([gamma, beta, mean, variance]: readonly Numbers[], epsilon: number): Affine {
  const scale = gamma.data.map((g, i) => g / Math.sqrt(variance.data[i] + epsilon));
  const shift = beta.data.map((b, i) => b - mean.data[i] * scale[i]);
  return { scale, shift };
}

function channelAxis(layer: OperatorNode, weight: Parameter): number {
  if (layer.operator === 'Conv') return 0;
  return layer.operator === 'Gemm' && layer.attributes.transB === 1 ? 0 : weight.shape.length - 1;
}

async function numbersOf(parameter: Parameter | undefined): Promise<Numbers | undefined> {
  return parameter ? toNumbers(await loadParameter(parameter)) : undefined;
}

function scaleChannels(weight: Numbers, scale: Float64Array, axis: number): Tensor {
  const inner = sizeOf(weight.shape.slice(axis + 1));
  const channels = weight.shape[axis];
  const data = Float32Array.from(weight.data, (w, i) => w * scale[Math.floor(i / inner) % channels]);
  return { dtype: weight.dtype, shape: weight.shape, data };
}

function shiftBias(bias: Numbers | undefined, factor: number, { scale, shift }: Affine): Tensor {
  const old = (channel: number) => (bias ? factor * bias.data[bias.data.length === 1 ? 0 : channel] : 0);
  return { dtype: 'f32', shape: [shift.length], data: Float32Array.from(shift, (s, i) => s + scale[i] * old(i)) };
}
