/** MatMulNBits (com.microsoft) as a MatMul whose weight is packed storage. Reordered columns (g_idx) stay a node. */
import type { Node, OperatorNode, PackedStorage, Parameter } from '../../../graph/graph.ts';
import type { PackedLayout, PackedMatrix } from '../../../tensor/packed.ts';
import { packCodes, symmetricZero } from '../../../tensor/packed.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import { operatorNode } from '../write/loweredParameter.ts';
import { loadScales } from './raiseDequantize.ts';
import type { Raised, Raising } from './raising.ts';
import { denseParameter, intAttribute, loadElements } from './raising.ts';

/** Undefined where the node stays as it is. */
export function raiseNBits(graph: Raising, node: OperatorNode): Raised | undefined {
  const source = sourceOf(graph, node);
  if (!source) return undefined;
  const { layout, codes } = source;
  const storage: PackedStorage = { kind: 'packed', layout, orientation: 'columns', load: () => loadPacked(source) };
  const parameter: Parameter = {
    name: graph.unique(codes.name.replace(/\.codes$/, '')),
    dtype: source.scales.dtype,
    shape: [layout.columns, layout.rows],
    storage,
  };
  return { parameters: [parameter], replaced: new Map([[node.name, products(graph, node, parameter.name)]]) };
}

// ---------------------------------------------------------------------------------------------

interface Source {
  readonly codes: Parameter;
  readonly scales: Parameter;
  readonly zeros: Parameter | undefined;
  readonly layout: PackedLayout;
}

function sourceOf(graph: Raising, node: OperatorNode): Source | undefined {
  const [, codesName, scalesName, zerosName, order] = node.inputs;
  const codes = denseParameter(graph, codesName);
  const scales = denseParameter(graph, scalesName);
  const zeros = denseParameter(graph, zerosName);
  const bits = intAttribute(node, 'bits', 4);
  if (!codes || !scales || order || (zerosName && zeros?.dtype !== 'u8')) return undefined;
  if ((bits !== 2 && bits !== 4 && bits !== 8) || codes.dtype !== 'u8') return undefined;
  if (scales.dtype !== 'f32' && scales.dtype !== 'f16') return undefined;
  const [rows, columns] = [intAttribute(node, 'N', 0), intAttribute(node, 'K', 0)];
  const groupSize = intAttribute(node, 'block_size', 0);
  const blocks = Math.ceil(columns / groupSize);
  const sized =
    groupSize >= 16 &&
    sizeOf(codes.shape) === (rows * blocks * groupSize * bits) / 8 &&
    sizeOf(scales.shape) === rows * blocks &&
    (!zeros || sizeOf(zeros.shape) === rows * Math.ceil((blocks * bits) / 8));
  if (!sized) return undefined;
  const scaleDType = scales.storage.kind === 'dense' && scales.storage.dtype === 'f16' ? 'f16' : 'f32';
  const layout = { bits, rows, columns, strategy: 'group', groupSize, symmetric: !zeros, scaleDType } as const;
  return { codes, scales, zeros, layout };
}

/** The product, and the sum with the bias where there is one. */
function products(graph: Raising, node: OperatorNode, weight: string): Node[] {
  const [output] = node.outputs;
  const bias = node.inputs[5];
  if (!bias) return [operatorNode('MatMul', node.name, [node.inputs[0], weight], output)];
  const product = graph.unique(`${output}.product`);
  return [
    operatorNode('MatMul', node.name, [node.inputs[0], weight], product),
    operatorNode('Add', graph.unique(`${node.name}/bias`), [product, bias], output),
  ];
}

async function loadPacked({ codes, scales, zeros, layout }: Source): Promise<PackedMatrix> {
  const { bits, rows, columns, groupSize } = layout;
  const blocks = Math.ceil(columns / groupSize);
  const unpacked = unpackRows(await loadElements(codes), bits, rows, columns, (blocks * groupSize * bits) / 8);
  const packed = packCodes(layout.bits, rows, columns, unpacked, symmetricZero(layout.bits));
  const matrix = { layout, codes: packed, scales: await loadScales(scales) };
  if (!zeros) return matrix;
  const zeroPoints = unpackRows(await loadElements(zeros), bits, rows, blocks, Math.ceil((blocks * bits) / 8));
  return { ...matrix, zeroPoints };
}

/** Codes of a width that divides a byte, lowest bits first, each row starting on a byte. */
function unpackRows(
  bytes: ArrayLike<number | bigint>,
  bits: number,
  rows: number,
  columns: number,
  rowBytes: number,
): Uint8Array {
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  const out = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const byte = Number(bytes[row * rowBytes + Math.floor(column / perByte)]);
      out[row * columns + column] = (byte >> (bits * (column % perByte))) & mask;
    }
  return out;
}
