/** Times of a model node by node, with rates that can be held against the adapter's limits. */
import type { TaskOptions } from '../core/task.ts';
import type { Executor, Tensors } from '../execution/executor.ts';
import type { Graph } from '../graph/graph.ts';
import type { LayerProfile } from './api.ts';

export async function profileModel(
  executor: Executor,
  graph: Graph,
  inputs: Tensors,
  task: TaskOptions,
): Promise<readonly LayerProfile[]> {
  const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
  const plan = await executor.compile(graph, { shapes, values: inputs, ...task });
  try {
    const nodes = (await plan.profile?.(inputs, task)) ?? [];
    return nodes.map(({ flops, bytes, ms, ...node }) => ({
      ...node,
      ms,
      gflops: flops / ms / 1e6,
      gbs: bytes / ms / 1e6,
    }));
  } finally {
    plan.dispose();
  }
}
