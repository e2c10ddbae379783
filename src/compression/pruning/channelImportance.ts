/** How much each channel of a group counts: the norm of the weights that make it, or of its batch norm's scale. */
import type { Graph } from '../../graph/graph.ts';
import { loadParameter } from '../../graph/parameterData.ts';
import { sizeOf } from '../../tensor/shape.ts';
import { decodeNumbers } from '../../tensor/tensor.ts';
import type { ChannelGroup } from './channelGroups.ts';

/** `l1`: Li et al., 2016, arXiv:1608.08710; `l2`: its square; both summed over the layers that make the channel. */
export type ImportanceName = 'l1' | 'l2';

/** One number a channel. Layers are weighed alike, whatever their number of inputs: means, not sums. */
export async function channelImportance(graph: Graph, group: ChannelGroup, how: ImportanceName): Promise<Float64Array> {
  const total = new Float64Array(group.channels);
  for (const { parameter, axis, repeat, role } of group.ties) {
    const weight = graph.parameters.get(parameter);
    if (role !== 'made' || !weight) continue;
    const { dtype, shape, data } = await loadParameter(weight);
    const inner = sizeOf(shape.slice(axis + 1));
    const share = group.channels / sizeOf(shape);
    decodeNumbers(dtype, data).forEach((value, i) => {
      const channel = Math.floor((Math.floor(i / inner) % shape[axis]) / repeat);
      total[channel] += share * (how === 'l1' ? Math.abs(value) : value * value);
    });
  }
  return total;
}

/** The positions of the largest values, rising; the first of equals. */
export function largest(values: ArrayLike<number>, count: number): number[] {
  return Array.from({ length: values.length }, (_, i) => i)
    .sort((a, b) => values[b] - values[a] || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
}
