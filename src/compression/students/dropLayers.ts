/**
 * Students with fewer layers: those of a teacher's layers, or residual blocks, that give back what they were given in
 * shape can be left out, and the rest keeps the teacher's weights. Sanh et al., 2019, "DistilBERT", arXiv:1910.01108.
 */
import { GraphError } from '../../core/errors.ts';
import type { Graph } from '../../graph/graph.ts';
import { inferTypes } from '../../graph/inferTypes.ts';
import { removeDeadCode } from '../../graph/passes/removeDeadCode.ts';
import { findWeights } from '../../graph/passes/weights.ts';
import { describedAnew } from '../pruning/removeChannels.ts';

/** A part of the network between two values of the same type, through which everything passes. */
export interface Droppable {
  /** The node of its first weight. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Text of the type: blocks of one type follow each other. */
  readonly stage: string;
}

/** The layers that can be left out, from the input towards the output. */
export async function droppableLayers(graph: Graph): Promise<Droppable[]> {
  const { types } = await inferTypes(graph);
  const cuts = cutsOf(graph);
  const weighted = new Set(findWeights(graph).fit.flatMap(({ consumers }) => consumers.map(({ name }) => name)));
  const firstWeight = (after: number, until: number) =>
    graph.nodes.slice(after + 1, until + 1).find(({ name }) => weighted.has(name));
  const starts = cuts.flatMap((cut, i) =>
    i + 1 < cuts.length && firstWeight(cut.index, cuts[i + 1].index) ? [i] : [],
  );
  const typeOf = ({ value }: Cut) => {
    const type = types.get(value);
    return type && `${type.dtype} ${type.shape.join('×')}`;
  };
  return starts.flatMap((start, n) => {
    const stage = typeOf(cuts[start]);
    const inside = cuts.slice(start + 1, (starts[n + 1] ?? cuts.length - 1) + 1);
    const end = inside.findLast((cut) => typeOf(cut) === stage && !graph.outputs.includes(cut.value));
    const name = firstWeight(cuts[start].index, inside[0].index)?.name;
    return end && name && stage ? [{ name, from: cuts[start].value, to: end.value, stage }] : [];
  });
}

/**
 * Leaves layers out.
 *
 * @param keep how many of the droppable layers stay (evenly spread over each stage), a share of them, or their names
 * @throws GraphError `students/layers` when there is nothing to leave out, or a name is no droppable layer's
 */
export async function dropLayers(
  graph: Graph,
  keep: { readonly share: number } | { readonly count: number } | { readonly names: readonly string[] },
): Promise<Graph> {
  const layers = await droppableLayers(graph);
  if (layers.length === 0)
    throw new GraphError(
      'students/layers',
      `No layer of "${graph.name}" gives back the shape that it was given, so none can be left out. Use a width instead.`,
    );
  const kept = new Set(
    'names' in keep
      ? checkNames(layers, keep.names)
      : spread(layers, 'share' in keep ? keep.share : keep.count / layers.length),
  );
  const replaced = new Map<string, string>();
  for (const { name, from, to } of layers) if (!kept.has(name)) replaced.set(to, replaced.get(from) ?? from);
  const nodes = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map((input) => replaced.get(input) ?? input),
  }));
  const shallow = removeDeadCode({ ...graph, nodes });
  const result = { ...shallow, metadata: describedAnew(shallow) };
  await inferTypes(result);
  return result;
}

// ---------------------------------------------------------------------------------------------

interface Cut {
  readonly value: string;
  /** Of the node that makes it; -1 for the input. */
  readonly index: number;
}

/** Values through which everything that depends on the input passes, in order. */
function cutsOf(graph: Graph): Cut[] {
  const last = new Map<string, number>(graph.outputs.map((output) => [output, graph.nodes.length]));
  graph.nodes.forEach((node, index) => {
    for (const input of node.inputs) last.set(input, Math.max(last.get(input) ?? -1, index));
  });
  const live = new Set(graph.inputs.map(({ name }) => name));
  const cuts: Cut[] = [];
  graph.nodes.forEach((node, index) => {
    if (!node.inputs.some((input) => live.has(input))) return;
    for (const output of node.outputs) if ((last.get(output) ?? -1) > index) live.add(output);
    for (const value of live) if ((last.get(value) ?? -1) <= index) live.delete(value);
    const [only] = live;
    if (live.size === 1 && node.outputs.includes(only)) cuts.push({ value: only, index });
  });
  return cuts;
}

/** A share of the layers of each stage, the first among them, evenly. */
function spread(layers: readonly Droppable[], share: number): string[] {
  const stages = [...new Set(layers.map(({ stage }) => stage))];
  return stages.flatMap((stage) => {
    const own = layers.filter((layer) => layer.stage === stage);
    const count = Math.round(Math.min(1, Math.max(0, share)) * own.length);
    return Array.from({ length: count }, (_, i) => own[Math.floor((i * own.length) / count)].name);
  });
}

function checkNames(layers: readonly Droppable[], names: readonly string[]): readonly string[] {
  const wrong = names.find((name) => !layers.some((layer) => layer.name === name));
  if (wrong === undefined) return names;
  throw new GraphError(
    'students/layers',
    `"${wrong}" is no layer that may stay or go; there are ${layers.map(({ name }) => name).join(', ')}.`,
    { name: wrong },
  );
}
