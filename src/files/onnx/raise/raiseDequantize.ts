/**
 * DequantizeLinear of an initializer as packed storage. Where its scales lie must fit the matrix that the reader makes
 * of the weight: rows are output channels, groups run along columns.
 */
import type { Node, OperatorNode, PackedStorage, Parameter } from '../../../graph/graph.ts';
import type { PackedLayout, PackedMatrix } from '../../../tensor/packed.ts';
import { groupsPerRow, packCodes, symmetricZero } from '../../../tensor/packed.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import { decodeNumbers } from '../../../tensor/tensor.ts';
import { transposed } from '../write/arrange.ts';
import type { Raised, Raising } from './raising.ts';
import { denseParameter, intAttribute, isFilledWith, loadElements } from './raising.ts';

/** Undefined, so that it stays a node, where its scales do not fit or its readers make different matrices of it. */
export async function raiseDequantize(graph: Raising, node: OperatorNode): Promise<Raised | undefined> {
  const source = sourceOf(graph, node);
  const view = await viewOf(graph, node);
  if (!source || !view || view.readers.length === 0) return undefined;
  const orientations = new Set(view.readers.map((reader) => orientationFor(reader, view.name)));
  const [orientation] = orientations;
  if (!orientation || orientations.size > 1) return undefined;
  const layout = await layoutFor(node, source, view, orientation);
  if (!layout) return undefined;
  // A transposed weight is stored row by row in the file and read column by column.
  const storedAs = view.transposes ? 'rows' : orientation;
  const storage: PackedStorage = {
    kind: 'packed',
    layout,
    orientation,
    load: () => loadPacked(source, layout, storedAs),
  };
  const parameter: Parameter = { name: view.name, dtype: source.scales.dtype, shape: view.shape, storage };
  return { parameters: [parameter], replaced: new Map([node, ...view.between].map(({ name }) => [name, []])) };
}

// ---------------------------------------------------------------------------------------------

interface Source {
  readonly codes: Parameter;
  readonly scales: Parameter;
  readonly zeros: Parameter | undefined;
  readonly bits: 4 | 8;
  readonly signed: boolean;
}

function sourceOf(graph: Raising, node: OperatorNode): Source | undefined {
  const codes = denseParameter(graph, node.inputs[0]);
  const scales = denseParameter(graph, node.inputs[1]);
  const zeros = denseParameter(graph, node.inputs[2]);
  if (!codes || !scales || (node.inputs[2] && !zeros)) return undefined;
  const { dtype } = codes;
  const packable = dtype === 'i4' || dtype === 'u4' || dtype === 'i8' || dtype === 'u8';
  const { output_dtype: wanted = scales.dtype } = node.attributes;
  if (!packable || (scales.dtype !== 'f32' && scales.dtype !== 'f16') || wanted !== scales.dtype) return undefined;
  const bits = dtype === 'i4' || dtype === 'u4' ? 4 : 8;
  return { codes, scales, zeros, bits, signed: dtype === 'i4' || dtype === 'i8' };
}

/** The weight as its readers see it, past a Reshape to a kernel's shape or a Transpose. */
interface View {
  readonly name: string;
  readonly shape: readonly number[];
  readonly readers: readonly Node[];
  readonly between: readonly Node[];
  readonly transposes: boolean;
}

async function viewOf(graph: Raising, node: OperatorNode): Promise<View | undefined> {
  const [name] = node.outputs;
  const shape = graph.parameters.get(node.inputs[0])?.shape ?? [];
  const readers = graph.readers(name);
  if (!readers) return undefined;
  const direct = { name, shape, readers, between: [], transposes: false };
  const [only] = readers;
  if (readers.length !== 1 || only.kind === 'opaque' || only.inputs[0] !== name) return direct;
  const after = graph.readers(only.outputs[0]);
  if (!after) return direct;
  const past = { name: only.outputs[0], readers: after, between: [only], transposes: false };
  if (only.operator === 'Reshape') {
    const target = await targetShape(graph, only, shape);
    return target ? { ...past, shape: target } : direct;
  }
  const swaps = only.operator === 'Transpose' && shape.length === 2 && isSwap(only);
  return swaps ? { ...past, shape: [shape[1], shape[0]], transposes: true } : direct;
}

function isSwap({ attributes }: OperatorNode): boolean {
  const { perm } = attributes;
  return perm === undefined || (Array.isArray(perm) && perm[0] === 1 && perm[1] === 0);
}

async function targetShape(graph: Raising, node: OperatorNode, from: readonly number[]): Promise<number[] | undefined> {
  const target = denseParameter(graph, node.inputs[1]);
  if (!target || sizeOf(target.shape) > from.length + 8) return undefined;
  const shape = Array.from(await loadElements(target), Number);
  const plain = shape.every((dim) => dim > 0) && sizeOf(shape) === sizeOf(from) && shape[0] === from[0];
  return plain && from.length === 2 ? shape : undefined;
}

/** How a reader cuts the weight into rows and columns; undefined where it is no weight of a matrix product. */
function orientationFor(node: Node, name: string): PackedStorage['orientation'] | undefined {
  if (node.kind === 'opaque' || node.inputs.filter((input) => input === name).length !== 1) return undefined;
  if (node.operator === 'Gather')
    return node.inputs[0] === name && intAttribute(node, 'axis', 0) === 0 ? 'rows' : undefined;
  if (node.inputs[1] !== name) return undefined;
  if (node.operator === 'MatMul') return 'columns';
  if (node.operator === 'Conv') return 'rows';
  return node.operator === 'Gemm' ? (intAttribute(node, 'transB', 0) === 1 ? 'rows' : 'columns') : undefined;
}

async function layoutFor(
  node: OperatorNode,
  source: Source,
  view: View,
  orientation: PackedStorage['orientation'],
): Promise<PackedLayout | undefined> {
  const { shape } = view;
  if (shape.length < 2 || (orientation === 'columns' && shape.length !== 2)) return undefined;
  const rows = orientation === 'rows' ? shape[0] : shape[1];
  const columns = sizeOf(shape) / Math.max(1, rows);
  const grouping = groupingOf(node, source, view.transposes ? 'rows' : orientation, rows, columns);
  if (!grouping || columns === 0) return undefined;
  const { bits, signed, zeros, scales } = source;
  const middle = signed ? 0 : symmetricZero(bits);
  const symmetric = zeros ? await isFilledWith(zeros, middle) : signed;
  const scaleDType = scales.storage.kind === 'dense' && scales.storage.dtype === 'f16' ? 'f16' : 'f32';
  return { bits, rows, columns, ...grouping, symmetric, scaleDType };
}

/** Which axis the scales run along, as a strategy of the packed layout. */
function groupingOf(
  node: OperatorNode,
  { codes, scales }: Source,
  orientation: PackedStorage['orientation'],
  rows: number,
  columns: number,
): Pick<PackedLayout, 'strategy' | 'groupSize'> | undefined {
  const block = intAttribute(node, 'block_size', 0);
  const rank = codes.shape.length;
  const axis = (intAttribute(node, 'axis', 1) + rank) % rank;
  const [rowAxis, columnAxis] = orientation === 'rows' ? [0, 1] : [1, 0];
  if (block === 0) {
    if (sizeOf(scales.shape) === 1) return { strategy: 'tensor', groupSize: columns };
    return axis === rowAxis && scales.shape.length === 1 && scales.shape[0] === rows
      ? { strategy: 'channel', groupSize: columns }
      : undefined;
  }
  const groups = Math.ceil(columns / block);
  const fits = rank === 2 && axis === columnAxis && block % 16 === 0;
  const shaped = scales.shape[rowAxis] === rows && scales.shape[columnAxis] === groups;
  return fits && shaped ? { strategy: 'group', groupSize: block } : undefined;
}

async function loadPacked(
  source: Source,
  layout: PackedLayout,
  storedAs: PackedStorage['orientation'],
): Promise<PackedMatrix> {
  const { bits, rows, columns } = layout;
  const middle = symmetricZero(bits);
  const unsigned = await loadUnsigned(source.codes, source.signed ? middle : 0);
  const ordered = storedAs === 'rows' ? unsigned : transposed(unsigned, columns, rows);
  const codes = packCodes(bits, rows, columns, ordered, middle);
  const arrange = <T extends Float32Array | Uint8Array>(values: T): T =>
    layout.strategy === 'group' && storedAs === 'columns' ? transposed(values, groupsPerRow(layout), rows) : values;
  const scales = arrange(await loadScales(source.scales));
  if (layout.symmetric) return { layout, codes, scales };
  const zeros = source.zeros
    ? await loadUnsigned(source.zeros, source.signed ? middle : 0)
    : new Uint8Array(scales.length);
  return { layout, codes, scales, zeroPoints: arrange(zeros) };
}

async function loadUnsigned(parameter: Parameter, offset: number): Promise<Uint8Array> {
  return Uint8Array.from(await loadElements(parameter), (code) => Number(code) + offset);
}

/** Scales as numbers, from f32 or from f16 bits. */
export async function loadScales({ storage }: Parameter): Promise<Float32Array> {
  return storage.kind === 'dense'
    ? Float32Array.from(decodeNumbers(storage.dtype, await storage.load()))
    : new Float32Array();
}
