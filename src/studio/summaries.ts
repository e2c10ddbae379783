/** Models and data as plain facts, for the page and for scripts. */
import type { Dataset } from '../data/dataset.ts';
import { measureSize } from '../evaluation/size.ts';
import { opaqueNodes } from '../execution/executor.ts';
import type { Graph } from '../graph/graph.ts';
import { operatorOf } from '../graph/graph.ts';
import { inferTypes } from '../graph/inferTypes.ts';
import { findWeights } from '../graph/passes/weights.ts';
import { scaleCount } from '../tensor/packed.ts';
import type { DataSummary, LayerSummary, ModelSummary, ValueSummary } from './api.ts';
import type { ModelEntry } from './models.ts';

export async function summarizeModel({ id, name, format, graph, notes }: ModelEntry): Promise<ModelSummary> {
  const size = measureSize(graph);
  return {
    id,
    name,
    format,
    parameters: size.parameters,
    bytes: size.bytes,
    bitsPerWeight: size.bitsPerWeight,
    inputs: graph.inputs,
    outputs: await outputsOf(graph),
    operators: countOperators(graph),
    unsupported: opaqueNodes(graph),
    layers: layersOf(graph),
    notes,
    metadata: graph.metadata,
  };
}

export function summarizeData(id: string, { name, samples, classes, input }: Dataset): DataSummary {
  return { id, name, samples, classes: classes ?? null, shape: input.shape, dtype: input.dtype };
}

/** The weights that a recipe can change, in the order in which the graph reads them. */
export function layersOf(graph: Graph): LayerSummary[] {
  const sizes = new Map(measureSize(graph).layers.map((layer) => [layer.name, layer]));
  return findWeights(graph).fit.map(({ parameter, consumers, operator }) => {
    const size = sizes.get(parameter.name);
    const { storage } = parameter;
    return {
      node: consumers[0].name,
      operator,
      parameter: parameter.name,
      shape: parameter.shape,
      bits: size?.bits ?? 32,
      bytes: size ? size.parts.codes + size.parts.scales + size.parts.zeroPoints + size.parts.padding : 0,
      scales: storage.kind === 'packed' ? scaleCount(storage.layout) : 0,
    };
  });
}

// ---------------------------------------------------------------------------------------------

async function outputsOf(graph: Graph): Promise<ValueSummary[]> {
  const { types } = await inferTypes(graph);
  return graph.outputs.map((name) => ({ name, dtype: 'f32' as const, shape: [], ...types.get(name) }));
}

function countOperators(graph: Graph): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const node of graph.nodes) counts[operatorOf(node)] = (counts[operatorOf(node)] ?? 0) + 1;
  return counts;
}
