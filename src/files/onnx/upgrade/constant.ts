/** Constant's seven ways to say its value, as one tensor. */
import type { Attributes } from '../../../graph/graph.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { tensorFrom } from '../../../tensor/tensor.ts';

/** The tensor of a Constant node, or undefined when its value is none of ours (strings, sparse tensors). */
export function constantTensor(attributes: Attributes): Tensor | undefined {
  const { value, value_float, value_floats, value_int, value_ints } = attributes;
  if (typeof value === 'object' && 'dtype' in value) return value;
  if (typeof value_float === 'number') return tensorFrom('f32', [], [value_float]);
  if (typeof value_int === 'number') return tensorFrom('i64', [], [value_int]);
  if (Array.isArray(value_floats)) return tensorFrom('f32', [value_floats.length], value_floats.map(Number));
  if (Array.isArray(value_ints)) return tensorFrom('i64', [value_ints.length], value_ints.map(Number));
  return undefined;
}
