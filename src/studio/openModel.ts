/** From files to a graph that takes a batch: finds the format by content, reads, rebatches, says what was done. */
import type { ByteSource } from '../core/bytes/byteSource.ts';
import { FileError, messageOf } from '../core/errors.ts';
import type { Executor, Tensors } from '../execution/executor.ts';
import { matchOnnx } from '../files/onnx/matchOnnx.ts';
import { readOnnx } from '../files/onnx/readOnnx.ts';
import { matchSafetensors } from '../files/safetensors/matchSafetensors.ts';
import type { Graph } from '../graph/graph.ts';
import { isSingleSample } from '../graph/passes/singleSample.ts';
import type { ModelSummary } from './api.ts';

export interface OpenedGraph {
  readonly graph: Graph;
  readonly format: ModelSummary['format'];
  /** The file that holds the model, where several were given. */
  readonly file: string;
  readonly notes: readonly string[];
}

/** Enough for every sniff. */
const headBytes = 64;

/**
 * Opens a model: one file, or one with external data, shards or a configuration beside it.
 *
 * @param executor proves that a large graph takes a batch; without one such a graph runs one sample at a time
 * @throws FileError `file/format` when none of the files is a model that can be read
 */
export async function openGraph(sources: readonly ByteSource[], executor?: Executor): Promise<OpenedGraph> {
  for (const format of formats) {
    const main = await firstMatch(sources, format);
    if (!main) continue;
    const graph = await format.read(main, sources);
    return { ...(await withBatch(graph, executor)), format: format.name, file: main.name };
  }
  const [first] = sources;
  throw new FileError(
    'file/format',
    `${first.name} (${first.size} bytes) is no model that Decant reads: it is neither ONNX nor safetensors. Export the network as one of these and open it again.`,
    { file: first.name, size: first.size },
  );
}

// ---------------------------------------------------------------------------------------------

interface Format {
  readonly name: ModelSummary['format'];
  match(name: string, head: Uint8Array): boolean;
  read(main: ByteSource, all: readonly ByteSource[]): Promise<Graph>;
}

const formats: readonly Format[] = [
  {
    name: 'onnx',
    match: matchOnnx,
    read: (main, all) => readOnnx(main, { files: all.filter((source) => source !== main) }),
  },
  {
    name: 'safetensors',
    match: matchSafetensors,
    read: readCheckpoint,
  },
];

/** Loaded when first needed: the page opens with a model that does not need it. */
async function readCheckpoint(_main: ByteSource, all: readonly ByteSource[]): Promise<Graph> {
  const [{ readSafetensors }, { graphFromCheckpoint }] = await Promise.all([
    import('../files/safetensors/readSafetensors.ts'),
    import('../models/architecture.ts'),
  ]);
  return graphFromCheckpoint(await readSafetensors(all));
}

async function firstMatch(sources: readonly ByteSource[], format: Format): Promise<ByteSource | undefined> {
  for (const source of sources) {
    const head = await source.read(0, Math.min(headBytes, source.size));
    if (format.match(source.name, head)) return source;
  }
  return undefined;
}

/** A graph exported for one sample is made to take any number; where that cannot be proved it runs one by one. */
async function withBatch(
  graph: Graph,
  executor: Executor | undefined,
): Promise<{ graph: Graph; notes: readonly string[] }> {
  if (!isSingleSample(graph)) return { graph, notes: [] };
  const { rebatch } = await import('../graph/passes/rebatch.ts');
  try {
    return {
      graph: await rebatch(graph, executor && runOnce(executor)),
      notes: ['The file takes one sample at a time; it was changed to take a batch, and checked.'],
    };
  } catch (error) {
    return { graph, notes: [`The model runs one sample at a time. ${messageOf(error)}`] };
  }
}

const runOnce = (executor: Executor) => async (graph: Graph, inputs: Tensors) => {
  const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
  const plan = await executor.compile(graph, { shapes });
  try {
    return await plan.run(inputs);
  } finally {
    plan.dispose();
  }
};
