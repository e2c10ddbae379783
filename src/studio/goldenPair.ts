/** One input and what the model answers to it, so that whoever opens an exported file can check that it still does. */
import { syntheticTensor } from '../data/synthetic.ts';
import type { Executor } from '../execution/executor.ts';
import type { Graph } from '../graph/graph.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { decodeNumbers } from '../tensor/tensor.ts';
import type { ScriptDType } from './api.ts';
import { toScript } from './scriptTensors.ts';

export interface GoldenTensor {
  readonly dtype: ScriptDType;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export interface GoldenPair {
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  readonly outputs: Readonly<Record<string, GoldenTensor>>;
}

const seed = 1;

/** Free dimensions are 1; values are seeded noise over the input's range. */
export async function goldenPair(graph: Graph, executor: Executor): Promise<GoldenPair> {
  const inputs = Object.fromEntries(
    graph.inputs.map(({ name, dtype, shape }) => [
      name,
      syntheticTensor(
        dtype,
        shape.map((dim) => (typeof dim === 'number' ? dim : 1)),
        seed,
      ),
    ]),
  );
  const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
  const plan = await executor.compile(graph, { shapes, values: inputs });
  try {
    return { inputs: plain(inputs), outputs: plain(await plan.run(inputs)) };
  } finally {
    plan.dispose();
  }
}

// ---------------------------------------------------------------------------------------------

function plain(tensors: Readonly<Record<string, Tensor>>): Record<string, GoldenTensor> {
  const entries = Object.entries(tensors).map(([name, tensor]): [string, GoldenTensor] => {
    const data = Array.from(decodeNumbers(tensor.dtype, tensor.data));
    return [name, { dtype: toScript(tensor).dtype, shape: tensor.shape, data }];
  });
  return Object.fromEntries(entries);
}
