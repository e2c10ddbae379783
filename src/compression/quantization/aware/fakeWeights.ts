/**
 * Weights that are rounded while they learn: FakeQuantize between a dense weight and its readers, on the very grid that
 * packed storage would have. Scales are the calibrated ones times a ratio that is learned from 1, so that one learning
 * rate fits scales of any size. Esser et al., 2020, "Learned Step Size Quantization", arXiv:1902.08153.
 */
import type { Graph, Node, OperatorNode, Parameter } from '../../../graph/graph.ts';
import { parameterFrom } from '../../../graph/graph.ts';
import { loadParameter, transposeMatrix } from '../../../graph/parameterData.ts';
import { freshName } from '../../../graph/passes/uses.ts';
import type { Weight } from '../../../graph/passes/weights.ts';
import type { PackedLayout } from '../../../tensor/packed.ts';
import { groupsPerRow, symmetricZero } from '../../../tensor/packed.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import { decodeNumbers, tensorFrom } from '../../../tensor/tensor.ts';
import type { IntegerWeightOptions } from '../options.ts';
import { quantizeMatrix } from '../quantizeMatrix.ts';
import { layoutOf } from '../quantizeWeights.ts';

/** What stands for one packed weight while it learns. */
export interface FakeWeight {
  readonly parameter: string;
  readonly layout: PackedLayout;
  readonly orientation: Weight['orientation'];
  /** Parameter: calibrated scales, in the shape that FakeQuantize takes. */
  readonly scale: string;
  /** Parameter: what the scales are multiplied by; absent where they are fixed. */
  readonly ratio?: string;
  /** Parameter: codes that stand for zero; absent where weights are symmetric. */
  readonly zero?: string;
  /** The value that readers see. */
  readonly value: string;
}

/** What a rewrite adds to; names are taken as they are given. */
export interface Additions {
  readonly taken: Set<string>;
  readonly parameters: Map<string, Parameter>;
  readonly nodes: Node[];
}

/** Adds the nodes of one weight; its readers are not touched. */
export async function addFakeWeight(
  weight: Weight,
  options: IntegerWeightOptions,
  learned: boolean,
  additions: Additions,
): Promise<FakeWeight> {
  const { parameter, orientation, rows, columns } = weight;
  const layout = layoutOf(weight, options);
  const { dtype, data } = await loadParameter(parameter);
  const values = Float32Array.from(decodeNumbers(dtype, data));
  const { matrix } = quantizeMatrix(
    orientation === 'rows' ? values : transposeMatrix(values, columns, rows),
    layout,
    options,
  );
  const grid = gridOf(weight, layout);
  const scale = put(additions, `${parameter.name}.scale`, grid.shape, grid.arrange(matrix.scales));
  const zero =
    matrix.zeroPoints && put(additions, `${parameter.name}.zero`, grid.shape, grid.arrange(matrix.zeroPoints));
  const ratio = learned
    ? put(additions, `${parameter.name}.ratio`, grid.shape, new Float32Array(sizeOf(grid.shape)).fill(1))
    : undefined;
  const steps = ratio === undefined ? scale : add(additions, 'Mul', `${parameter.name}.step`, [scale, ratio]);
  const attributes = {
    ...grid.attributes,
    ...codesOf(layout),
    scale_dtype: layout.scaleDType,
    step_gradient: stepGradient(values.length, grid.shape, layout),
  };
  const source = grid.matrix
    ? reshape(additions, `${parameter.name}.rows`, parameter.name, [rows, columns])
    : parameter.name;
  const inputs = [source, steps, ...(zero === undefined ? [] : [zero])];
  const fake = add(additions, 'FakeQuantize', `${parameter.name}.fake`, inputs, attributes);
  const value = grid.matrix ? reshape(additions, `${parameter.name}.quantized`, fake, parameter.shape) : fake;
  return {
    parameter: parameter.name,
    layout,
    orientation,
    scale,
    ...(ratio === undefined ? {} : { ratio }),
    ...(zero === undefined ? {} : { zero }),
    value,
  };
}

/** The scales and zero points of a layout, (rows, groups), from the shape that FakeQuantize takes them in. */
export function packedOrder(
  { layout, orientation }: Pick<FakeWeight, 'layout' | 'orientation'>,
  values: Float32Array,
): Float32Array {
  if (layout.strategy !== 'group' || orientation === 'rows') return values;
  return transposeMatrix(values, groupsPerRow(layout), layout.rows);
}

/** Adds a node with one output called as it is itself. */
export function add(
  { taken, nodes }: Additions,
  operator: OperatorNode['operator'],
  stem: string,
  inputs: readonly string[],
  attributes: OperatorNode['attributes'] = {},
): string {
  const name = freshName(taken, stem);
  nodes.push({ kind: 'operator', name, operator, inputs, outputs: [name], attributes });
  return name;
}

/** Adds an f32 parameter. */
export function put(
  { taken, parameters }: Additions,
  stem: string,
  shape: readonly number[],
  values: Float32Array,
): string {
  const name = freshName(taken, stem);
  parameters.set(name, parameterFrom(name, tensorFrom('f32', shape, values)));
  return name;
}

/** `graph` with what was added, and with the readers of each value reading another. */
export function withAdditions(
  graph: Graph,
  { parameters, nodes }: Additions,
  replaced: ReadonlyMap<string, string>,
): Graph {
  const rewired = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map((name) => replaced.get(name) ?? name),
  }));
  return { ...graph, parameters, nodes: [...rewired, ...nodes] };
}

// ---------------------------------------------------------------------------------------------

interface ScaleGrid {
  readonly shape: readonly number[];
  readonly attributes: { readonly axis: number; readonly block_size: number };
  /** True when the weight is seen as (rows, columns) first: groups that run over all axes of a kernel. */
  readonly matrix: boolean;
  /** (rows, groups) in the order of `shape`. */
  arrange(values: ArrayLike<number>): Float32Array;
}

function gridOf({ parameter, orientation, rows }: Weight, layout: PackedLayout): ScaleGrid {
  const asIs = (values: ArrayLike<number>) => Float32Array.from(values);
  const across = orientation === 'rows' ? 0 : 1;
  switch (layout.strategy) {
    case 'tensor':
      return { shape: [], attributes: { axis: 0, block_size: 0 }, matrix: false, arrange: asIs };
    case 'channel':
      return { shape: [rows], attributes: { axis: across, block_size: 0 }, matrix: false, arrange: asIs };
    case 'group': {
      const groups = groupsPerRow(layout);
      const attributes = { axis: 1 - across, block_size: layout.groupSize };
      if (orientation === 'rows')
        return { shape: [rows, groups], attributes, matrix: parameter.shape.length > 2, arrange: asIs };
      return {
        shape: [groups, rows],
        attributes,
        matrix: false,
        arrange: (values) => transposeMatrix(asIs(values), rows, groups),
      };
    }
    default:
      return layout.strategy satisfies never;
  }
}

/** The least and the greatest code; around zero where no zero point is given. */
function codesOf({ bits, symmetric }: PackedLayout): { low: number; high: number } {
  const levels = 2 ** bits - 1;
  const zero = symmetric ? symmetricZero(bits) : 0;
  return { low: -zero, high: levels - zero };
}

/** 1 / sqrt(values a scale * greatest code): LSQ's balance between scales and weights. */
function stepGradient(count: number, scales: readonly number[], layout: PackedLayout): number {
  return 1 / Math.sqrt((count / sizeOf(scales)) * codesOf(layout).high);
}

function reshape(additions: Additions, stem: string, value: string, shape: readonly number[]): string {
  const { taken, parameters } = additions;
  const name = freshName(taken, `${stem}.shape`);
  parameters.set(name, parameterFrom(name, tensorFrom('i64', [shape.length], shape)));
  return add(additions, 'Reshape', stem, [value, name]);
}
