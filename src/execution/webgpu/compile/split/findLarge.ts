/**
 * Which parameters do not fit one binding, and where to cut them: by rows (output channels), so that what is summed
 * over stays whole and with it each group and its scale. Only those are found whose every reader can take pieces.
 */
import type { Graph, Node, OperatorNode, Parameter } from '../../../../graph/graph.ts';
import type { Uses } from '../../../../graph/passes/uses.ts';
import { findUses } from '../../../../graph/passes/uses.ts';
import { groupsPerRow, wordsPerRow } from '../../../../tensor/packed.ts';
import { normalizeAxis, sizeOf } from '../../../../tensor/shape.ts';
import type { Range } from './pieces.ts';

export interface LargeParameter {
  readonly parameter: Parameter;
  /** The axis of its shape that is cut. */
  readonly axis: number;
  /** In order, at least two. */
  readonly ranges: readonly Range[];
}

/** @param limitBytes that one binding holds */
export function findLarge(graph: Graph, limitBytes: number): LargeParameter[] {
  const uses = findUses(graph);
  // Buffers end at a multiple of 16 bytes.
  const most = limitBytes - (limitBytes % 16);
  return [...graph.parameters.values()].flatMap((parameter) => {
    for (const axis of axesOf(parameter)) {
      const readers = readersOf(uses, parameter.name, parameter.shape.length, axis);
      const ranges = readers && cut(parameter, axis, readers, most, uses);
      if (ranges && ranges.length > 1) return [{ parameter, axis, ranges }];
    }
    return [];
  });
}

/** Whether a node swaps the two axes of a matrix. */
export function swapsTwo({ operator, attributes: { perm } }: OperatorNode, rank: number): boolean {
  if (operator !== 'Transpose' || rank !== 2) return false;
  return perm === undefined || (Array.isArray(perm) && perm[0] === 1);
}

/** An integer attribute that is 0 or 1 and 0 when left out. */
export const isSet = (flag: OperatorNode['attributes'][string] | undefined): boolean =>
  flag !== undefined && flag !== 0;

/** The groups of a Conv. */
export const groupsOf = ({ attributes: { group = 1 } }: OperatorNode): number => Number(group);

// ---------------------------------------------------------------------------------------------

/** Codes lie by rows, so a packed parameter is cut there alone. */
function axesOf({ storage, shape }: Parameter): readonly number[] {
  if (storage.kind === 'packed') return storage.orientation === 'rows' ? [0] : [1];
  return shape.length < 2 ? [0] : [0, 1];
}

/** The readers of a value through transposes; undefined when one of them cannot take pieces of this axis. */
function readersOf(uses: Uses, value: string, rank: number, axis: number): OperatorNode[] | undefined {
  if (uses.kept.has(value)) return undefined;
  const readers: OperatorNode[] = [];
  for (const node of uses.consumers.get(value) ?? []) {
    const found = readersBehind(uses, node, value, rank, axis);
    if (!found) return undefined;
    readers.push(...found);
  }
  return readers;
}

function readersBehind(uses: Uses, node: Node, value: string, rank: number, axis: number): OperatorNode[] | undefined {
  if (node.kind !== 'operator' || node.inputs.filter((name) => name === value).length > 1) return undefined;
  if (swapsTwo(node, rank)) return readersOf(uses, node.outputs[0], rank, 1 - axis);
  return takesPieces(node, node.inputs.indexOf(value), rank, axis) ? [node] : undefined;
}

function takesPieces({ operator, attributes }: OperatorNode, index: number, rank: number, axis: number): boolean {
  switch (operator) {
    case 'MatMul':
      return index === 1 && rank === 2 && axis === 1;
    case 'Gemm':
      return index === 1 && axis === (isSet(attributes.transB) ? 0 : 1);
    case 'Conv':
      return index === 1 && axis === 0;
    case 'Gather':
      return index === 0 && axis === 0 && normalizeAxis(Number(attributes.axis ?? 0), rank) === 0;
    default:
      return false;
  }
}

/** The ranges that fit; one when the whole does; undefined when a single row does not. */
function cut(
  parameter: Parameter,
  axis: number,
  readers: readonly OperatorNode[],
  most: number,
  uses: Uses,
): Range[] | undefined {
  const rows = parameter.shape[axis];
  const wide = bytesPerRow(parameter, axis, readers);
  const narrow = Math.floor((2 * most) / wide);
  // Kernels read 16-bit rows as they are by fours only.
  const fit = narrow >= 4 && readsHalves(parameter, axis, readers, uses) ? narrow : Math.floor(most / wide);
  const groups = new Set(readers.flatMap((node) => (node.operator === 'Conv' ? [groupsOf(node)] : [])));
  if (fit < 1 || readers.length === 0 || groups.size > 1) return undefined;
  if (fit >= rows) return [{ start: 0, count: rows }];
  const [group = 1] = groups;
  return rangesOf(rows, fit, group === 1 ? 1 : rows / group);
}

/** Whole groups of rows where one fits; pieces of a group where none does. */
function rangesOf(rows: number, fit: number, group: number): Range[] {
  if (fit >= group) return steps(0, rows, aligned(Math.floor(fit / group)) * group);
  return steps(0, rows, group).flatMap(({ start, count }) => steps(start, count, aligned(fit)));
}

function steps(from: number, rows: number, step: number): Range[] {
  return Array.from({ length: Math.ceil(rows / step) }, (_, i) => ({
    start: from + i * step,
    count: Math.min(step, rows - i * step),
  }));
}

/** Whole tiles, or at least whole vectors, where that many fit. */
function aligned(fit: number): number {
  if (fit >= 64) return fit - (fit % 64);
  return fit >= 4 ? fit - (fit % 4) : fit;
}

/** Of the largest buffer that a kernel binds for a row: elements as words of 32 bits, codes, or what is made of them. */
function bytesPerRow({ storage, shape }: Parameter, axis: number, readers: readonly OperatorNode[]): number {
  const elements = sizeOf(shape) / shape[axis];
  const convolved = readers.some(({ operator }) => operator === 'Conv');
  // Rows of filters are filled up to vectors.
  if (storage.kind === 'dense') return 4 * (convolved ? Math.ceil(elements / 4) * 4 : elements);
  // Integer convolutions read whole bytes, channels filled up to words.
  const bytes = convolved ? sizeOf(shape.slice(2)) * Math.ceil(shape[1] / 4) * 4 : 0;
  return Math.max(4 * wordsPerRow(storage.layout), 4 * groupsPerRow(storage.layout), bytes);
}

/** Whether every reader has a kernel that reads 16-bit rows of this size as they lie. */
function readsHalves(
  { storage, shape }: Parameter,
  axis: number,
  readers: readonly OperatorNode[],
  uses: Uses,
): boolean {
  if (storage.kind !== 'dense' || storage.dtype !== 'f16') return false;
  const fours = shape[axis] % 4 === 0 && (sizeOf(shape) / shape[axis]) % 4 === 0;
  return readers.every(({ operator, inputs, attributes }) => {
    if (operator === 'Gather') return true;
    const turned = isSet(attributes.transA) || isTranspose(uses.producer.get(inputs[0]));
    return operator !== 'Conv' && fours && !turned;
  });
}

const isTranspose = (node: Node | undefined): boolean => node?.kind === 'operator' && node.operator === 'Transpose';
