/**
 * Which layer of the student follows which of the teacher, proposed from shapes: images of the same height and width
 * are paired by the last value of each size; vectors by their relative depth. What is proposed may be edited.
 */
import type { Graph, Node } from '../../../graph/graph.ts';
import type { GraphTypes } from '../../../graph/inferTypes.ts';
import { findUses } from '../../../graph/passes/uses.ts';
import { findWeights } from '../../../graph/passes/weights.ts';
import { isFloat } from '../../../tensor/dtype.ts';
import type { FeaturePair } from '../options.ts';

/** A value of a network that may be matched. */
export interface Candidate {
  readonly value: string;
  /** Sizes of the axes behind batch and channels: [7, 7] for an image, none for a vector. */
  readonly size: readonly number[];
  readonly channels: number;
}

/** Pairs from the input towards the output; empty when no sizes agree. */
export function proposePairs(student: readonly Candidate[], teacher: readonly Candidate[]): FeaturePair[] {
  const sizes = [...new Set(student.map(keyOf))].filter((key) => teacher.some((candidate) => keyOf(candidate) === key));
  return sizes.flatMap((key) => {
    const [own, other] = [student, teacher].map((side) => side.filter((candidate) => keyOf(candidate) === key));
    if (key !== '') return [pairOf(own[own.length - 1], other[other.length - 1])];
    return own.map((candidate, i) =>
      pairOf(candidate, other[Math.round(((i + 1) * other.length) / own.length) - 1] ?? other[0]),
    );
  });
}

/** Activations of a network, in order: results of nonlinear nodes behind a weight, and of sums of branches; not its outputs. */
export function candidatesOf(graph: Graph, { types }: GraphTypes): Candidate[] {
  const { consumers } = findUses(graph);
  const makers = new Set<Node>(findWeights(graph).fit.flatMap((weight) => weight.consumers));
  const behind = new Set<string>();
  const found: Candidate[] = [];
  for (const node of graph.nodes) {
    const weighted = makers.has(node) || node.inputs.some((input) => behind.has(input));
    if (!weighted) continue;
    for (const output of node.outputs) behind.add(output);
    const [value] = node.outputs;
    const type = types.get(value);
    if (node.kind !== 'operator' || !activations.has(node.operator) || graph.outputs.includes(value)) continue;
    if (!type || !isFloat(type.dtype) || type.shape.length < 2 || (consumers.get(value) ?? []).length === 0) continue;
    const [, channels, ...size] = type.shape;
    if (typeof channels === 'number' && size.every((dim) => typeof dim === 'number'))
      found.push({ value, size: size.map(Number), channels });
  }
  return found;
}

// ---------------------------------------------------------------------------------------------

const activations: ReadonlySet<string> = new Set([
  'Relu',
  'LeakyRelu',
  'PRelu',
  'Elu',
  'Selu',
  'Gelu',
  'Swish',
  'HardSwish',
  'Sigmoid',
  'Tanh',
  'Clip',
  'Softplus',
]);

const keyOf = ({ size }: Candidate): string => size.join('×');
const pairOf = (student: Candidate, teacher: Candidate): FeaturePair => ({
  student: student.value,
  teacher: teacher.value,
});
