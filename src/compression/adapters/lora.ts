/**
 * Low-rank adapters: a frozen layer, packed or not, and beside it two thin ones that learn, y = W x + (alpha / r) B A x.
 * Hu et al., 2021, "LoRA", arXiv:2106.09685; on a quantized base as Dettmers et al., 2023, "QLoRA", arXiv:2305.14314.
 * They may begin at zero, or at the best correction of what quantization lost (Yao et al., 2023, "ZeroQuant-V2",
 * arXiv:2303.08302), and be merged into the weight when they have learned.
 */
import { GraphError } from '../../core/errors.ts';
import { createRandom } from '../../core/random.ts';
import type { Graph, Node, OperatorNode, Parameter } from '../../graph/graph.ts';
import { denseStorage, parameterFrom } from '../../graph/graph.ts';
import { loadParameter, transposeMatrix } from '../../graph/parameterData.ts';
import { removeDeadCode } from '../../graph/passes/removeDeadCode.ts';
import { freshName, takenNames } from '../../graph/passes/uses.ts';
import type { Weight } from '../../graph/passes/weights.ts';
import { findWeights } from '../../graph/passes/weights.ts';
import { sizeOf } from '../../tensor/shape.ts';
import { decodeNumbers, tensorFrom } from '../../tensor/tensor.ts';
import type { Selection } from '../quantization/options.ts';
import { selectWeights } from '../quantization/select.ts';
import { lowRank } from './svd.ts';

export interface LoraOptions extends Selection {
  /** Width of the waist. */
  readonly rank: number;
  /** Adapters count alpha / rank. The rank when left out, so that they count fully. */
  readonly alpha?: number;
  readonly seed?: number;
}

export interface Adapter {
  /** The parameter beside which it lies. */
  readonly weight: string;
  readonly node: string;
  /** The node that adds both. */
  readonly sum: string;
  /** Parameters: into the waist and out of it. */
  readonly a: string;
  readonly b: string;
  readonly scale: number;
}

export interface Adapted {
  readonly graph: Graph;
  readonly adapters: readonly Adapter[];
  /** Parameters to train: the adapters' alone. */
  readonly trainable: readonly string[];
  readonly left: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * @param original the model before it was quantized: adapters begin at the best correction of that rank; zero without
 * @throws GraphError `adapters/none` when no layer takes an adapter
 */
export async function addAdapters(graph: Graph, options: LoraOptions, original?: Graph): Promise<Adapted> {
  const { chosen, left } = selectWeights(findWeights(graph).fit, options);
  const reasons = left.map(({ weight, reason }) => ({ name: weight.parameter.name, reason }));
  const taken = takenNames(graph);
  const parameters = new Map(graph.parameters);
  const replaced = new Map<Node, readonly Node[]>();
  const adapters: Adapter[] = [];
  const random = createRandom(options.seed ?? 0);
  const scale = (options.alpha ?? options.rank) / options.rank;
  for (const weight of chosen) {
    const [node] = weight.consumers;
    const reason = reasonToLeave(weight);
    if (reason !== undefined) {
      reasons.push({ name: weight.parameter.name, reason });
      continue;
    }
    const rank = Math.min(options.rank, weight.rows, weight.columns);
    const twin = original?.parameters.get(weight.parameter.name);
    const factors = twin ? await correction(weight, twin, rank, scale) : fresh(weight, rank, () => random.normal());
    const names = {
      a: freshName(taken, `${weight.parameter.name}.lora_a`),
      b: freshName(taken, `${weight.parameter.name}.lora_b`),
    };
    parameters.set(names.a, factorParameter(names.a, weight, factors.a, rank, 'a'));
    parameters.set(names.b, factorParameter(names.b, weight, factors.b, rank, 'b'));
    const factor = freshName(taken, `${weight.parameter.name}.lora_scale`);
    if (scale !== 1) parameters.set(factor, parameterFrom(factor, tensorFrom('f32', [], [scale])));
    const sum = freshName(taken, `${node.name}.sum`);
    replaced.set(node, besideLayer(node, { ...names, sum }, scale === 1 ? undefined : factor, taken));
    adapters.push({ weight: weight.parameter.name, node: node.name, sum, ...names, scale });
  }
  if (adapters.length === 0)
    throw new GraphError(
      'adapters/none',
      `No layer of "${graph.name}" takes an adapter: ${reasons.map(({ name, reason }) => `${name}: ${reason}`).join('; ') || 'it has no weights'}.`,
    );
  const nodes = graph.nodes.flatMap((node) => replaced.get(node) ?? [node]);
  return {
    graph: { ...graph, nodes, parameters },
    adapters,
    trainable: adapters.flatMap(({ a, b }) => [a, b]),
    left: reasons,
  };
}

/**
 * Adds each adapter to its weight and takes it out of the graph. Packed weights become dense; quantize them again.
 *
 * @throws GraphError `adapters/none` when an adapter's weight or factors are no longer in the graph
 */
export async function mergeAdapters(graph: Graph, adapters: readonly Adapter[]): Promise<Graph> {
  const parameters = new Map(graph.parameters);
  const base = new Map<string, string>();
  for (const { weight, node, sum, a, b, scale } of adapters) {
    const own = graph.parameters.get(weight);
    const described = findWeights(graph).fit.find(({ parameter }) => parameter.name === weight);
    const [down, up] = [graph.parameters.get(a), graph.parameters.get(b)];
    if (!own || !described || !down || !up)
      throw new GraphError('adapters/none', `The adapter of "${weight}" has gone; it cannot be merged.`, { weight });
    const product = await productOf(described, down, up);
    const { dtype, data } = await loadParameter(own);
    const merged = Float32Array.from(decodeNumbers(dtype, data), (w, i) => w + scale * product[i]);
    parameters.set(weight, { ...own, storage: denseStorage('f32', merged) });
    base.set(sum, node);
  }
  const outputs = new Map<string, string>();
  for (const node of graph.nodes) {
    const layer = base.get(node.name);
    if (layer !== undefined) outputs.set(layer, node.outputs[0]);
  }
  const nodes = graph.nodes
    .filter(({ name }) => !base.has(name))
    .map((node) => {
      const output = outputs.get(node.name);
      return output === undefined ? node : { ...node, outputs: [output] };
    });
  return removeDeadCode({ ...graph, nodes, parameters });
}

// ---------------------------------------------------------------------------------------------

interface Factors {
  /** (rank, columns) */
  readonly a: Float32Array;
  /** (rows, rank) */
  readonly b: Float32Array;
}

function reasonToLeave({ consumers, operator }: Weight): string | undefined {
  const [node] = consumers;
  if (consumers.length > 1) return 'several layers read it';
  if (operator === 'Gather') return 'an embedding is looked up, not multiplied';
  if (operator === 'Gemm' && node.attributes.transA === 1) return 'its activation is transposed';
  if (operator === 'Conv' && Number(node.attributes.group ?? 1) !== 1) return 'its channels are read in groups';
  return undefined;
}

/** A drawn, B zero: the layer is unchanged until something is learned. */
function fresh({ rows, columns }: Weight, rank: number, normal: () => number): Factors {
  const deviation = Math.sqrt(1 / columns);
  return {
    a: Float32Array.from({ length: rank * columns }, () => deviation * normal()),
    b: new Float32Array(rows * rank),
  };
}

/** The best approximation of what quantization lost. */
async function correction(weight: Weight, original: Parameter, rank: number, scale: number): Promise<Factors> {
  const [now, before] = await Promise.all([matrixOf(weight, weight.parameter), matrixOf(weight, original)]);
  const { a, b } = lowRank(
    before.map((w, i) => (w - now[i]) / scale),
    weight.rows,
    weight.columns,
    rank,
  );
  return { a: Float32Array.from(a), b: Float32Array.from(b) };
}

async function matrixOf({ orientation, rows, columns }: Weight, parameter: Parameter): Promise<Float32Array> {
  const { dtype, data } = await loadParameter(parameter);
  const values = Float32Array.from(decodeNumbers(dtype, data));
  return orientation === 'rows' ? values : transposeMatrix(values, columns, rows);
}

/** A factor in the form that the adapter's own layers read: always `x A` and `x B`, or convolutions. */
function factorParameter(
  name: string,
  { parameter, rows, columns }: Weight,
  values: Float32Array,
  rank: number,
  which: 'a' | 'b',
): Parameter {
  if (parameter.shape.length > 2) {
    const rest = parameter.shape.slice(1);
    const shape = which === 'a' ? [rank, ...rest] : [rows, rank, ...rest.slice(1).map(() => 1)];
    return parameterFrom(name, tensorFrom('f32', shape, values));
  }
  const [height, width] = which === 'a' ? [rank, columns] : [rows, rank];
  return parameterFrom(name, tensorFrom('f32', [width, height], transposeMatrix(values, height, width)));
}

function besideLayer(
  node: OperatorNode,
  { a, b, sum: sumName }: { a: string; b: string; sum: string },
  factor: string | undefined,
  taken: Set<string>,
): readonly Node[] {
  const [x] = node.inputs;
  const [output] = node.outputs;
  const base = freshName(taken, `${node.name}.base`);
  const convolution = node.operator === 'Conv';
  const make = (
    stem: string,
    operator: OperatorNode['operator'],
    inputs: readonly string[],
    attributes: OperatorNode['attributes'] = {},
  ): OperatorNode => {
    const name = freshName(taken, `${node.name}.${stem}`);
    return { kind: 'operator', name, operator, inputs, outputs: [name], attributes };
  };
  const down = make('down', convolution ? 'Conv' : 'MatMul', [x, a], convolution ? node.attributes : {});
  const up = make('up', convolution ? 'Conv' : 'MatMul', [down.name, b]);
  const scaled = factor === undefined ? [] : [make('scaled', 'Mul', [up.name, factor])];
  const sum: OperatorNode = {
    kind: 'operator',
    name: sumName,
    operator: 'Add',
    inputs: [base, scaled[0]?.name ?? up.name],
    outputs: [output],
    attributes: {},
  };
  return [{ ...node, outputs: [base] }, down, up, ...scaled, sum];
}

/** B A in the weight's own order. */
async function productOf({ orientation, rows, columns }: Weight, a: Parameter, b: Parameter): Promise<Float32Array> {
  const [down, up] = [await loadParameter(a), await loadParameter(b)];
  const matrix = a.shape.length === 2;
  const rank = matrix ? a.shape[1] : a.shape[0];
  const [left, right] = [
    Float32Array.from(decodeNumbers(up.dtype, up.data)),
    Float32Array.from(decodeNumbers(down.dtype, down.data)),
  ];
  const [wide, tall] = matrix
    ? [transposeMatrix(right, columns, rank), transposeMatrix(left, rank, rows)]
    : [right, left];
  const out = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < rank; k++)
      for (let j = 0; j < columns; j++) out[i * columns + j] += tall[i * rank + k] * wide[k * columns + j];
  if (sizeOf([rows, columns]) === 0 || orientation === 'rows') return out;
  return transposeMatrix(out, rows, columns);
}
