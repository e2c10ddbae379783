/**
 * Where a compressed model drifts from its original: the error of each layer's output on real samples, in graph order.
 * It adds up along the way: what a layer shows is its own error and what came in with its input.
 */
import type { TaskOptions } from '../core/task.ts';
import type { Executor, Tensors } from '../execution/executor.ts';
import type { Graph } from '../graph/graph.ts';
import { operatorOf } from '../graph/graph.ts';
import { removeDeadCode } from '../graph/passes/removeDeadCode.ts';
import { findWeights } from '../graph/passes/weights.ts';
import type { SampleSource } from './collectOutputs.ts';
import { collectOutputs } from './collectOutputs.ts';
import type { OutputError } from './outputError.ts';
import { compareOutputs } from './outputError.ts';

export interface LayerError extends OutputError {
  readonly node: string;
  readonly operator: string;
}

/** Samples that are run when nothing else is asked: every layer's output is kept for each. */
const defaultSamples = 16;

/** A layer with weights that both graphs have by the same name, and the value that it makes. */
export interface SharedLayer {
  readonly node: string;
  readonly operator: string;
  readonly value: string;
}

/** What every shared layer gives in both graphs, by the value's name: [samples, ...shape of one]. */
export interface LayerOutputs {
  readonly layers: readonly SharedLayer[];
  readonly before: Tensors;
  readonly after: Tensors;
}

type LayerOptions = TaskOptions & { readonly samples?: number };

/** Compares the outputs of every layer with weights that both graphs have by the same name. */
export async function measureLayerErrors(
  executor: Executor,
  original: Graph,
  compressed: Graph,
  source: SampleSource,
  options: LayerOptions = {},
): Promise<LayerError[]> {
  const { layers, before, after } = await collectLayerOutputs(executor, original, compressed, source, options);
  const errors = new Map(compareOutputs(before, after).map((error) => [error.output, error]));
  return layers.flatMap(({ value, ...layer }) => {
    const error = errors.get(value);
    return error ? [{ ...error, ...layer }] : [];
  });
}

/** Runs samples through both graphs as far as their layers, and keeps what each layer gives. */
export async function collectLayerOutputs(
  executor: Executor,
  original: Graph,
  compressed: Graph,
  source: SampleSource,
  options: LayerOptions = {},
): Promise<LayerOutputs> {
  const layers = layersOf(original, compressed);
  const values = layers.map(({ value }) => value);
  const run = (graph: Graph) =>
    collectOutputs(executor, removeDeadCode({ ...graph, outputs: values, states: [] }), source, {
      samples: options.samples ?? defaultSamples,
      signal: options.signal,
      onProgress: options.onProgress,
    });
  if (values.length === 0) return { layers, before: {}, after: {} };
  const before = await run(original);
  const after = await run(compressed);
  return { layers, before: before.outputs, after: after.outputs };
}

// ---------------------------------------------------------------------------------------------

function layersOf(original: Graph, compressed: Graph): SharedLayer[] {
  const { fit, unfit } = findWeights(original);
  const weights = new Set([...fit, ...unfit].map(({ parameter }) => parameter.name));
  const kept = new Set(compressed.nodes.flatMap((node) => node.outputs));
  return original.nodes.flatMap((node) => {
    const [value] = node.outputs;
    const isLayer = kept.has(value) && node.inputs.some((name) => weights.has(name));
    return isLayer ? [{ node: node.name, operator: operatorOf(node), value }] : [];
  });
}
