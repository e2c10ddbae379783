/**
 * Dynamic int8 activations as plain nodes: how they are written, and how they are found again.
 *
 * In front of a MatMul or Gemm (a scale a row) or a Conv (a scale a sample) stand, for the activation x:
 *
 *     a = Abs(x)
 *     m = ReduceMax(a, axes, keepdims = 1)     axes: the last one for MatMul and Gemm, all but the first for Conv
 *     t = Mul(m, 1/127)
 *     s = Max(t, 1e-12)                         the scale; the bound keeps a row of zeros from dividing by zero
 *     r = Div(x, s)
 *     q = Round(r)                              integers in -127..127, still as floats: |x| <= 127 s by construction
 *     d = Mul(q, s)
 *     y = MatMul(d, W) | Gemm(d, W, bias) | Conv(d, W, bias)
 *
 * W keeps its float type and lies in packed storage (8 bits or fewer), so size, shape rules and weight kernels do not
 * change, and an executor that knows nothing of this computes the right numbers. One that does (`findDynamic`) reads
 * x once, keeps q as int8 beside s, multiplies integers and rescales by s * scale of W. `lowerDynamic.ts` writes the
 * same as MatMulInteger and ConvInteger, for files. Ties round to even. After ZeroQuant's token-wise quantization
 * (Yao et al., 2022), symmetric as in compressed-tensors' W8A8 preset.
 */
import type { GraphBuilder } from '../builder.ts';
import type { Graph, OperatorNode } from '../graph.ts';
import { loadParameter } from '../parameterData.ts';
import { findUses } from './uses.ts';

/** The largest code of symmetric int8; -128 is not used, so that the range is symmetric. */
export const dynamicLevels = 127;
/** The least scale. */
export const dynamicFloor = 1e-12;

export interface DynamicActivation {
  /** The MatMul, Gemm or Conv that reads `dequantized`. */
  readonly consumer: OperatorNode;
  /** x, f32. */
  readonly source: string;
  /** s, f32: x's shape with 1 along the reduced axes. */
  readonly scale: string;
  /** q, f32 holding integers. */
  readonly codes: string;
  /** d, f32, x's shape. */
  readonly dequantized: string;
  /** The seven nodes in order; they also serve other consumers of the same x. */
  readonly nodes: readonly OperatorNode[];
}

/**
 * Adds the seven nodes for an activation.
 *
 * @param axes axes that share a scale: [-1] for a scale a row, [1, 2, ...] for a scale a sample
 * @returns the name of d
 */
export function addDynamicQuantization(builder: GraphBuilder, x: string, axes: readonly number[]): string {
  const magnitude = builder.add('Abs', [x], {}, `${x}_abs`);
  const largest = builder.add('ReduceMax', [magnitude, builder.ints(axes)], { keepdims: 1 }, `${x}_largest`);
  const level = builder.add('Mul', [largest, builder.scalar(1 / dynamicLevels)], {}, `${x}_level`);
  const scale = builder.add('Max', [level, builder.scalar(dynamicFloor)], {}, `${x}_scale`);
  const ratio = builder.add('Div', [x, scale], {}, `${x}_ratio`);
  const codes = builder.add('Round', [ratio], {}, `${x}_codes`);
  return builder.add('Mul', [codes, scale], {}, `${x}_dequantized`);
}

/** Every MatMul, Gemm and Conv whose activation is quantized as above, by the consumer's name. */
export async function findDynamic(graph: Graph): Promise<ReadonlyMap<string, DynamicActivation>> {
  const found = new Map<string, DynamicActivation>();
  const { producer } = findUses(graph);
  for (const consumer of graph.nodes) {
    if (consumer.kind !== 'operator' || !consumers.has(consumer.operator)) continue;
    const match = await matchChain(graph, consumer, (value, operator) => {
      const node = producer.get(value);
      return node?.kind === 'operator' && node.operator === operator ? node : undefined;
    });
    if (match) found.set(consumer.name, match);
  }
  return found;
}

// ---------------------------------------------------------------------------------------------

const consumers: ReadonlySet<string> = new Set(['MatMul', 'Gemm', 'Conv']);

type MakerOf = (value: string, operator: OperatorNode['operator']) => OperatorNode | undefined;

async function matchChain(
  graph: Graph,
  consumer: OperatorNode,
  makerOf: MakerOf,
): Promise<DynamicActivation | undefined> {
  const back = makerOf(consumer.inputs[0], 'Mul');
  const round = back && makerOf(back.inputs[0], 'Round');
  const ratio = round && makerOf(round.inputs[0], 'Div');
  const scale = back && makerOf(back.inputs[1], 'Max');
  const level = scale && makerOf(scale.inputs[0], 'Mul');
  const largest = level && makerOf(level.inputs[0], 'ReduceMax');
  const magnitude = largest && makerOf(largest.inputs[0], 'Abs');
  if (!back || !round || !ratio || !scale || !level || !largest || !magnitude) return undefined;
  const source = ratio.inputs[0];
  if (ratio.inputs[1] !== scale.outputs[0] || magnitude.inputs[0] !== source) return undefined;
  if (!(await isScalar(graph, level.inputs[1], 1 / dynamicLevels))) return undefined;
  return {
    consumer,
    source,
    scale: scale.outputs[0],
    codes: round.outputs[0],
    dequantized: back.outputs[0],
    nodes: [magnitude, largest, level, scale, ratio, round, back],
  };
}

async function isScalar(graph: Graph, name: string, value: number): Promise<boolean> {
  const parameter = graph.parameters.get(name);
  if (!parameter || parameter.shape.some((dim) => dim !== 1)) return false;
  const { data } = await loadParameter(parameter);
  return Number(data[0]) === Math.fround(value);
}
