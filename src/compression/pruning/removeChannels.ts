/**
 * Takes channels out of a network for good: rows and columns of weights, their biases and norms, and the sizes that
 * were written down. What comes out is a smaller dense network that every executor runs faster.
 */
import { GraphError } from '../../core/errors.ts';
import type { Graph, Node, Parameter } from '../../graph/graph.ts';
import { parameterFrom } from '../../graph/graph.ts';
import { inferTypes } from '../../graph/inferTypes.ts';
import { loadParameter } from '../../graph/parameterData.ts';
import { architectureKey } from '../../models/networks.ts';
import { createData } from '../../tensor/dtype.ts';
import { sizeOf } from '../../tensor/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { ChannelGroup } from './channelGroups.ts';

/** The channels of a group that stay, rising. */
export interface Kept {
  readonly group: ChannelGroup;
  readonly channels: ArrayLike<number>;
}

/** @throws GraphError `pruning/channels` when a group may not lose channels, or would lose all */
export async function removeChannels(graph: Graph, kept: readonly Kept[]): Promise<Graph> {
  const parameters = new Map(graph.parameters);
  const nodes = new Map<string, Node>();
  for (const { group, channels } of kept) {
    if (channels.length === group.channels) continue;
    checkGroup(group, channels);
    for (const { parameter, axis, repeat } of group.ties) {
      const old = parameters.get(parameter);
      if (old) parameters.set(parameter, await sliced(old, axis, positionsOf(channels, repeat)));
    }
    for (const { parameter, position, repeat } of group.shapes) {
      const old = parameters.get(parameter);
      if (old) parameters.set(parameter, await withNumber(old, position, channels.length * repeat));
    }
    for (const node of graph.nodes)
      if (node.kind === 'operator' && group.depthwise.includes(node.name))
        nodes.set(node.name, { ...node, attributes: { ...node.attributes, group: channels.length } });
  }
  const smaller = { ...graph, parameters, nodes: graph.nodes.map((node) => nodes.get(node.name) ?? node) };
  const result = { ...smaller, metadata: describedAnew(smaller) };
  await inferTypes(result);
  return result;
}

/**
 * What a network that Decant made says of itself, after its layers have changed: widths as they are now, or nothing
 * when the description no longer fits.
 */
export function describedAnew({ metadata, parameters }: Graph): Graph['metadata'] {
  const text = metadata[architectureKey];
  if (text === undefined) return metadata;
  const { [architectureKey]: _, ...rest } = metadata;
  const network: unknown = JSON.parse(text);
  const widths = (stem: string): number[] => {
    const found: number[] = [];
    for (let i = 1; parameters.has(`${stem}${i}.weight`); i++)
      found.push(parameters.get(`${stem}${i}.weight`)?.shape[0] ?? 0);
    return found;
  };
  if (typeof network !== 'object' || network === null || !('kind' in network)) return rest;
  const [channels, hidden] = [widths('conv'), widths('fc')];
  const same =
    network.kind === 'mlp'
      ? lengthOf(network, 'hidden') === hidden.length
      : lengthOf(network, 'channels') === channels.length;
  const whole = network.kind === 'mlp' ? 2 * hidden.length + 2 : 2 * channels.length + 4;
  const layers = [...parameters.keys()].filter((name) => /^(conv\d+|fc\d+|logits)\.(weight|bias)$/.test(name)).length;
  if (!same || layers !== whole) return rest;
  const now = network.kind === 'mlp' ? { ...network, hidden } : { ...network, channels, hidden: hidden[0] };
  return { ...rest, [architectureKey]: JSON.stringify(now) };
}

// ---------------------------------------------------------------------------------------------

function lengthOf(network: object, key: string): number {
  const value: unknown = Reflect.get(network, key);
  return Array.isArray(value) ? value.length : -1;
}

function checkGroup({ name, fixed }: ChannelGroup, channels: ArrayLike<number>): void {
  if (fixed === undefined && channels.length > 0) return;
  const why = fixed === undefined ? 'at least one must stay' : fixed;
  throw new GraphError('pruning/channels', `The channels of "${name}" cannot be taken out: ${why}.`, { name });
}

const positionsOf = (channels: ArrayLike<number>, repeat: number): number[] =>
  Array.from(channels).flatMap((channel) => Array.from({ length: repeat }, (_, i) => channel * repeat + i));

async function sliced(parameter: Parameter, axis: number, positions: readonly number[]): Promise<Parameter> {
  return parameterFrom(parameter.name, takeAlong(await loadParameter(parameter), axis, positions));
}

/** The elements at some positions of an axis. */
function takeAlong({ dtype, shape, data }: Tensor, axis: number, positions: readonly number[]): Tensor {
  const inner = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  const taken = shape.map((dim, i) => (i === axis ? positions.length : dim));
  const out = createData(dtype, sizeOf(taken));
  for (let o = 0; o < outer; o++)
    positions.forEach((position, i) => {
      const from = (o * shape[axis] + position) * inner;
      out.set(data.subarray(from, from + inner) as never, (o * positions.length + i) * inner);
    });
  return { dtype, shape: taken, data: out };
}

async function withNumber(parameter: Parameter, position: number, value: number): Promise<Parameter> {
  const { dtype, shape, data } = await loadParameter(parameter);
  const changed = data.slice();
  if (changed instanceof BigInt64Array) changed[position] = BigInt(value);
  else changed[position] = value;
  return parameterFrom(parameter.name, { dtype, shape, data: changed });
}
