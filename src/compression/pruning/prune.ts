/**
 * Pruning as a rewrite: the least important weights become zero, or whole channels are taken out. Zeros alone make a
 * network neither smaller nor faster; the report says apart what is zero, what is stored and what is computed.
 */
import { RecipeError } from '../../core/errors.ts';
import { measureSize } from '../../evaluation/size.ts';
import { graphCost } from '../../graph/cost.ts';
import type { Graph, Parameter } from '../../graph/graph.ts';
import { denseStorage } from '../../graph/graph.ts';
import { inferTypes } from '../../graph/inferTypes.ts';
import { loadParameter } from '../../graph/parameterData.ts';
import type { Weight } from '../../graph/passes/weights.ts';
import { findWeights } from '../../graph/passes/weights.ts';
import { decodeNumbers } from '../../tensor/tensor.ts';
import { selectWeights } from '../quantization/select.ts';
import type { ChannelGroup } from './channelGroups.ts';
import { findChannelGroups } from './channelGroups.ts';
import { channelImportance, largest } from './channelImportance.ts';
import type { LoadedWeight } from './masks.ts';
import { magnitudeMasks } from './masks.ts';
import type { MagnitudeOptions, PrunedLayer, PruneOptions, PruneReport, StructuredOptions } from './options.ts';
import { removeChannels } from './removeChannels.ts';

export interface Pruned {
  readonly graph: Graph;
  readonly report: PruneReport;
}

/** The key of `metadata` under which a network says which weights keep their zeros while it learns, as JSON. */
const prunedKey = 'decant.pruned';

/**
 * @throws RecipeError `recipe/pruning` when there is nothing to prune
 * @throws RecipeError `recipe/selection` when a target or an exception names nothing
 */
export async function prune(graph: Graph, options: PruneOptions): Promise<Pruned> {
  switch (options.method) {
    case 'magnitude':
      return pruneWeights(graph, options);
    case 'structured':
      return pruneChannels(graph, options);
    default:
      return options satisfies never;
  }
}

/**
 * The dense weights that a selection names, read into memory.
 *
 * @throws RecipeError `recipe/pruning` when there is none
 */
export async function loadWeights(
  graph: Graph,
  options: MagnitudeOptions,
): Promise<{ readonly weights: readonly LoadedWeight[]; readonly left: PruneReport['left'] }> {
  const { chosen, left } = selectWeights(findWeights(graph).fit, options);
  const dense = chosen.filter(({ parameter }) => parameter.storage.kind === 'dense');
  const packed = chosen.filter(({ parameter }) => parameter.storage.kind === 'packed');
  if (dense.length === 0)
    throw new RecipeError(
      'recipe/pruning',
      `"${graph.name}" has no dense weights to prune; prune before quantizing.`,
      {},
    );
  const reasons = [
    ...left.map(({ weight, reason }) => ({ name: weight.parameter.name, reason })),
    ...packed.map(({ parameter }) => ({ name: parameter.name, reason: 'it is packed; prune before quantizing' })),
  ];
  return { weights: await Promise.all(dense.map(loadWeight)), left: reasons };
}

/** Weights multiplied by masks. */
function applyMasks(graph: Graph, weights: readonly LoadedWeight[], masks: ReadonlyMap<string, Float32Array>): Graph {
  const parameters = new Map(graph.parameters);
  for (const { name, values } of weights) {
    const [parameter, mask] = [parameters.get(name), masks.get(name)];
    if (parameter && mask)
      parameters.set(
        name,
        withValues(
          parameter,
          Float32Array.from(values, (w, i) => (mask[i] ? w : 0)),
        ),
      );
  }
  const names = [...new Set([...prunedWeights(graph), ...weights.map(({ name }) => name)])];
  return { ...graph, parameters, metadata: { ...graph.metadata, [prunedKey]: JSON.stringify(names) } };
}

/** Names of weights whose zeros stay. */
export function prunedWeights({ metadata, parameters }: Graph): string[] {
  const names: unknown = JSON.parse(metadata[prunedKey] ?? '[]');
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string' && parameters.has(name)) : [];
}

// ---------------------------------------------------------------------------------------------

async function pruneWeights(graph: Graph, options: MagnitudeOptions): Promise<Pruned> {
  const { weights, left } = await loadWeights(graph, options);
  const masks = magnitudeMasks(weights, options);
  const pruned = applyMasks(graph, weights, masks);
  const layers = weights.map(({ name, values }): PrunedLayer => {
    const zeros = values.reduce((count, w, i) => count + (w === 0 || masks.get(name)?.[i] === 0 ? 1 : 0), 0);
    return { name, count: values.length, zeros };
  });
  const [zeros, count] = [
    layers.reduce((sum, layer) => sum + layer.zeros, 0),
    layers.reduce((sum, layer) => sum + layer.count, 0),
  ];
  return {
    graph: pruned,
    report: await reportOf(graph, pruned, { method: 'magnitude', sparsity: zeros / count, layers, groups: [], left }),
  };
}

async function pruneChannels(graph: Graph, options: StructuredOptions): Promise<Pruned> {
  const { chosen } = selectWeights(findWeights(graph).fit, options);
  const named = new Set(chosen.map(({ parameter }) => parameter.name));
  const groups = findChannelGroups(graph, await inferTypes(graph));
  const isChosen = ({ ties }: ChannelGroup) =>
    ties.every(({ role, parameter }) => role !== 'made' || named.has(parameter));
  const free = groups.filter((group) => group.fixed === undefined && isChosen(group));
  if (free.length === 0)
    throw new RecipeError('recipe/pruning', `"${graph.name}" has no channels that can be taken out.`, {});
  const importances = await Promise.all(
    free.map((group) => channelImportance(graph, group, options.importance ?? 'l1')),
  );
  const counts = keptCounts(importances, options);
  const kept = free.map((group, i) => ({ group, channels: largest(importances[i], counts[i]) }));
  const pruned = await removeChannels(graph, kept);
  const sizes = kept.map(({ group, channels }) => ({
    name: group.name,
    before: group.channels,
    after: channels.length,
  }));
  const [before, after] = [
    sizes.reduce((sum, size) => sum + size.before, 0),
    sizes.reduce((sum, size) => sum + size.after, 0),
  ];
  const left = groups
    .filter((group) => !free.includes(group))
    .map(({ name, fixed }) => ({ name, reason: fixed ?? 'it is not among the targets' }));
  return {
    graph: pruned,
    report: await reportOf(graph, pruned, {
      method: 'structured',
      sparsity: 1 - after / before,
      layers: [],
      groups: sizes,
      left,
    }),
  };
}

/** How many channels of each group stay; at least one. */
function keptCounts(importances: readonly Float64Array[], { sparsity, scope }: StructuredOptions): number[] {
  const share = (values: Float64Array) => Math.max(1, values.length - Math.round(sparsity * values.length));
  if (scope !== 'global') return importances.map(share);
  // Groups differ in scale, so each is measured by its own mean, as Molchanov et al., 2016, arXiv:1611.06440, propose.
  const relative = importances.map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value / Math.max(mean, Number.MIN_VALUE));
  });
  const all = Float64Array.from(relative.flatMap((values) => [...values])).sort();
  const gone = Math.round(sparsity * all.length);
  const bound = gone > 0 ? all[gone - 1] : Number.NEGATIVE_INFINITY;
  return relative.map((values) => Math.max(1, values.filter((value) => value > bound).length));
}

type Facts = Pick<PruneReport, 'method' | 'sparsity' | 'layers' | 'groups' | 'left'>;

async function reportOf(before: Graph, after: Graph, facts: Facts): Promise<PruneReport> {
  const [old, now] = [measureSize(before), measureSize(after)];
  const zeros = facts.layers.reduce((sum, layer) => sum + layer.zeros, 0);
  const bits = facts.layers.reduce((sum, layer) => sum + layer.count, 0);
  return {
    ...facts,
    bytesBefore: old.bytes,
    bytesAfter: now.bytes,
    bytesIfSparse: now.bytes - 4 * zeros + Math.ceil(bits / 8),
    flopsBefore: await flopsOf(before),
    flopsAfter: await flopsOf(after),
  };
}

/** Floating-point operations of one sample; undefined where shapes are not known. */
export async function flopsOf(graph: Graph): Promise<number | undefined> {
  const shapes = Object.fromEntries(
    graph.inputs.map(({ name, shape }) => [name, shape.map((dim) => (typeof dim === 'number' ? dim : 1))]),
  );
  const costs = await graphCost(graph, { shapes });
  return costs.reduce<number | undefined>(
    (sum, { flops }) => (sum === undefined || flops === undefined ? undefined : sum + flops),
    0,
  );
}

async function loadWeight({ parameter, orientation, rows, columns }: Weight): Promise<LoadedWeight> {
  const { dtype, data } = await loadParameter(parameter);
  return { name: parameter.name, orientation, rows, columns, values: decodeNumbers(dtype, data) };
}

const withValues = (parameter: Parameter, values: Float32Array): Parameter => ({
  ...parameter,
  storage: denseStorage('f32', values),
});
