/**
 * Packed weights as MatMulNBits (com.microsoft): codes of 2, 4 or 8 bits, [N, blocks, bytes], blocks of 16 to 256.
 * https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.MatMulNBits
 */
import type { Node, OperatorNode, PackedStorage, Parameter } from '../../../graph/graph.ts';
import type { PackedLayout, PackedMatrix } from '../../../tensor/packed.ts';
import { scaleIndex, symmetricZero, unpackCodes } from '../../../tensor/packed.ts';
import type { LoweredParameter, Naming } from './loweredParameter.ts';
import { computedParameter, lowerScales, operatorNode } from './loweredParameter.ts';

/** Multiply in f32: anything else would quantize the activations too. */
const accuracyLevel = 1;
const smallestBlock = 16;
const largestBlock = 256;

/** @returns why the weight cannot be written so, where a reader is no plain matrix product */
export function lowerToNBits(
  parameter: Parameter,
  storage: PackedStorage,
  readers: readonly Node[],
  unique: Naming,
): LoweredParameter | { readonly reason: string } {
  const unfit = readers.find((node) => !fits(node, parameter, storage));
  if (unfit) return { reason: `node "${unfit.name}" is no plain matrix product with it` };
  if (readers.length === 0 || parameter.shape.length !== 2)
    return { reason: 'it is not read by matrix products alone' };
  const { layout } = storage;
  const form = formOf(layout);
  const { name } = parameter;
  const blockBytes = (form.block * form.bits) / 8;
  const codes = computedParameter(unique(`${name}.codes`), 'u8', [layout.rows, form.blocks, blockBytes], async () =>
    packBlocks(await storage.load(), form),
  );
  const scaleShape = [layout.rows, form.blocks];
  const scales = lowerScales(parameter, storage, scaleShape, (values) => repeatScales(layout, form, values), unique);
  const zeros = layout.symmetric
    ? undefined
    : computedParameter(unique(`${name}.zeros`), 'u8', [layout.rows, zeroBytes(form)], async () =>
        packZeros(await storage.load(), form),
      );
  const weights = [codes.name, scales.value, ...(zeros ? [zeros.name] : [])];
  const replaced = new Map(
    readers
      .filter((node): node is OperatorNode => node.kind === 'operator')
      .map((node) => [node.name, replacement(node, weights, layout, form, unique)]),
  );
  return {
    parameters: [codes, scales.parameter, ...(zeros ? [zeros] : [])],
    nodes: scales.nodes,
    replaced,
    substitutions: substitutions(name, layout, form),
  };
}

// ---------------------------------------------------------------------------------------------

/** What the file holds: bits of a container, codes a block, blocks a row. */
interface NBitsForm {
  readonly bits: 2 | 4 | 8;
  readonly block: number;
  readonly blocks: number;
}

/** MatMul with the weight on the right, or a Gemm that is one plus a bias. */
function fits(node: Node, { name }: Parameter, { orientation }: PackedStorage): boolean {
  if (node.kind !== 'operator' || node.inputs[1] !== name || node.inputs.filter((input) => input === name).length > 1)
    return false;
  if (node.operator === 'MatMul') return orientation === 'columns';
  const { alpha = 1, beta = 1, transA = 0, transB = 0 } = node.attributes;
  const plain = alpha === 1 && (beta === 1 || !node.inputs[2]) && transA === 0;
  return node.operator === 'Gemm' && plain && (transB === 1) === (orientation === 'rows');
}

function formOf(layout: PackedLayout): NBitsForm {
  const bits = layout.bits === 2 ? 2 : layout.bits <= 4 ? 4 : 8;
  const block = layout.strategy === 'group' ? blockOfGroup(layout.groupSize) : blockOfRow(layout.columns, bits);
  return { bits, block, blocks: Math.ceil(layout.columns / block) };
}

/** The largest block that groups are whole multiples of; scales repeat where a group spans several. */
function blockOfGroup(groupSize: number): number {
  let block = smallestBlock;
  while (block < largestBlock && groupSize % (2 * block) === 0) block *= 2;
  return block;
}

/** One scale a row repeats over its blocks: the block with the fewest bytes of padding and repeated scales. */
function blockOfRow(columns: number, bits: number): number {
  const bytes = (block: number) => Math.ceil(columns / block) * ((block * bits) / 8 + 2);
  let best = smallestBlock;
  for (let block = smallestBlock; block <= largestBlock; block *= 2) if (bytes(block) < bytes(best)) best = block;
  return best;
}

/** A code in its container: symmetric zero moves to the container's middle, else codes and zero points stay. */
const shiftOf = (layout: PackedLayout, form: NBitsForm): number =>
  layout.symmetric ? 2 ** (form.bits - 1) - symmetricZero(layout.bits) : 0;

function packBlocks({ layout, codes }: PackedMatrix, form: NBitsForm): Uint8Array {
  const { rows, columns } = layout;
  const unpacked = unpackCodes(layout.bits, rows, columns, codes);
  const perByte = 8 / form.bits;
  const rowBytes = (form.blocks * form.block) / perByte;
  const shift = shiftOf(layout, form);
  const out = new Uint8Array(rows * rowBytes);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const code = unpacked[row * columns + column] + shift;
      out[row * rowBytes + Math.floor(column / perByte)] |= code << (form.bits * (column % perByte));
    }
  return out;
}

function repeatScales(layout: PackedLayout, form: NBitsForm, scales: Float32Array): Float32Array {
  const out = new Float32Array(layout.rows * form.blocks);
  for (let row = 0; row < layout.rows; row++)
    for (let block = 0; block < form.blocks; block++)
      out[row * form.blocks + block] = scales[scaleIndex(layout, row, block * form.block)];
  return out;
}

const zeroBytes = (form: NBitsForm): number => Math.ceil((form.blocks * form.bits) / 8);

/** Zero points at the width of the codes; each row starts on a byte. */
function packZeros({ layout, zeroPoints = new Uint8Array() }: PackedMatrix, form: NBitsForm): Uint8Array {
  const perByte = 8 / form.bits;
  const rowBytes = zeroBytes(form);
  const out = new Uint8Array(layout.rows * rowBytes);
  for (let row = 0; row < layout.rows; row++)
    for (let block = 0; block < form.blocks; block++) {
      const zero = zeroPoints[scaleIndex(layout, row, block * form.block)];
      out[row * rowBytes + Math.floor(block / perByte)] |= zero << (form.bits * (block % perByte));
    }
  return out;
}

function replacement(
  node: OperatorNode,
  weights: readonly string[],
  { rows, columns }: PackedLayout,
  { bits, block }: NBitsForm,
  unique: Naming,
): Node[] {
  const attributes = { K: columns, N: rows, bits, block_size: block, accuracy_level: accuracyLevel };
  const bias = node.operator === 'Gemm' ? node.inputs[2] : undefined;
  const inputs = [node.inputs[0], ...weights];
  if (!bias) return [operatorNode('MatMulNBits', node.name, inputs, node.outputs[0], attributes)];
  const product = unique(`${node.outputs[0]}.product`);
  return [
    operatorNode('MatMulNBits', node.name, inputs, product, attributes),
    operatorNode('Add', unique(`${node.name}/bias`), [product, bias], node.outputs[0]),
  ];
}

function substitutions(name: string, layout: PackedLayout, form: NBitsForm): string[] {
  const out: string[] = [];
  if (layout.bits !== form.bits)
    out.push(
      `"${name}" has ${layout.bits}-bit codes, which are written in ${form.bits} bits: MatMulNBits holds 2, 4 or 8.`,
    );
  if (layout.strategy !== 'group')
    out.push(
      `"${name}" has one scale a ${layout.strategy === 'channel' ? 'row' : 'tensor'}, which is repeated over ${form.blocks} blocks of ${form.block}.`,
    );
  else if (layout.groupSize !== form.block)
    out.push(
      `"${name}" has groups of ${layout.groupSize}, which are written as blocks of ${form.block} with repeated scales.`,
    );
  return out;
}
