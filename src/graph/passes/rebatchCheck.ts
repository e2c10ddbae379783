/**
 * Holds a rebatched graph to its promise: a batch of two random samples gives what each gives alone. Small graphs are
 * evaluated here node by node; large ones by whoever can run them faster, and judged by their outputs.
 */
import { GraphError } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import { createRandom } from '../../core/random.ts';
import type { DType } from '../../tensor/dtype.ts';
import { isFloat } from '../../tensor/dtype.ts';
import type { Dim } from '../../tensor/shape.ts';
import { isConcrete, sizeOf } from '../../tensor/shape.ts';
import type { Numbers, Tensor } from '../../tensor/tensor.ts';
import { tensorFrom, toNumbers } from '../../tensor/tensor.ts';
import { graphCost } from '../cost.ts';
import type { Graph, Node } from '../graph.ts';
import { operatorOf } from '../graph.ts';
import { inferTypes } from '../inferTypes.ts';
import type { ConcreteType } from '../operator.ts';
import { loadParameter } from '../parameterData.ts';
import { evaluateNode } from './evaluateNode.ts';
import { batchAxis } from './rebatchMend.ts';

/** Runs a graph, values by name: an executor, which this floor does not know. */
export type GraphRunner = (
  graph: Graph,
  inputs: Readonly<Record<string, Tensor>>,
) => Promise<Readonly<Record<string, Tensor>>>;

/** Both runs do the same sums in 64-bit floats; only operators that round may differ, by far more than this. */
const exactTolerance = 1e-6;
/** Sums in 32-bit floats take another order when the batch is another; samples that mix differ by tenths. */
const runTolerance = 1e-3;
const seed = 20240229;

/** Operations and bytes of one sample that plain loops get through, four samples in all, in a second or two. */
const mostOperations = 2 ** 27;
const mostBytes = 2 ** 27;

/**
 * @param run takes graphs that are too large for plain loops; without it they are refused
 * @throws GraphError `graph/rebatch` naming the first node whose values depend on the other sample
 */
export async function checkRebatched(single: Graph, batched: Graph, run?: GraphRunner): Promise<void> {
  const samples = [1, 2].map((index) => randomInputs(single, batched, seed + index));
  const large = await tooLarge(single);
  if (large && !run) throw large;
  if (large && run) await compareOutputs(single, batched, samples, run);
  else await compareNodes(single, batched, samples);
}

// ---------------------------------------------------------------------------------------------

type Values = ReadonlyMap<string, Numbers>;

async function compareNodes(single: Graph, batched: Graph, samples: readonly Values[]): Promise<void> {
  const parameters = await loadAll(batched);
  const alone: ReadonlyMap<string, Numbers>[] = [];
  for (const sample of samples) alone.push(await evaluateAll(single, sample, await loadAll(single)));
  const together = await evaluateAll(batched, joinInputs(single, batched, samples), parameters);
  for (const node of batched.nodes)
    for (const output of node.outputs)
      if (output !== '') compare(node, output, alone, together.get(output), exactTolerance);
}

/** The samples one after the other through the graph as it was, then together. */
async function compareOutputs(
  single: Graph,
  batched: Graph,
  samples: readonly Values[],
  run: GraphRunner,
): Promise<void> {
  const alone: Values[] = [];
  for (const sample of samples) alone.push(await runNumbers(run, single, sample));
  const together = await runNumbers(run, batched, joinInputs(single, batched, samples));
  for (const node of batched.nodes)
    for (const output of node.outputs)
      if (batched.outputs.includes(output)) compare(node, output, alone, together.get(output), runTolerance);
}

async function runNumbers(run: GraphRunner, graph: Graph, inputs: Values): Promise<Values> {
  const tensors = [...inputs].map(([name, { dtype, shape, data }]) => [name, tensorFrom(dtype, shape, data)] as const);
  const outputs = await run(graph, Object.fromEntries(tensors));
  return new Map(Object.entries(outputs).map(([name, tensor]) => [name, toNumbers(tensor)]));
}

/** Why plain loops would take too long, if they would. */
async function tooLarge(single: Graph): Promise<GraphError | undefined> {
  const shapes = single.inputs.map(({ name, shape }) => [name, oneSample(shape)] as const);
  let operations = 0;
  let bytes = 0;
  for (const cost of await graphCost(single, { shapes: Object.fromEntries(shapes) })) {
    operations += cost.flops ?? 0;
    bytes += cost.parameterBytes + (cost.activationBytes ?? 0);
    if (operations <= mostOperations && bytes <= mostBytes) continue;
    return new GraphError(
      'graph/rebatch',
      `Up to node "${cost.node}" (${cost.operator}) one sample takes ${operations} operations and ${bytes} bytes; a batch is proved on at most ${mostOperations} and ${mostBytes}. Run the model one sample at a time, or export it with a named batch dimension.`,
      { node: cost.node, operations, bytes },
    );
  }
  return undefined;
}

const oneSample = (shape: readonly Dim[]): number[] => shape.map((dim) => (typeof dim === 'number' ? dim : 1));

/** Inputs of one sample; those without a batch are the same for every sample. */
function randomInputs(single: Graph, batched: Graph, sampleSeed: number): Values {
  const own = createRandom(sampleSeed);
  const shared = createRandom(seed);
  return new Map(
    single.inputs.map(({ name, dtype, shape }, i) => {
      const random = isBatched(single, batched, i) ? own : shared;
      const concrete = oneSample(shape);
      const data = Float64Array.from({ length: sizeOf(concrete) }, () => randomValue(dtype, random));
      return [name, { dtype, shape: concrete, data }];
    }),
  );
}

function isBatched(single: Graph, batched: Graph, input: number): boolean {
  return single.inputs[input].shape[0] === 1 && typeof batched.inputs[input].shape[0] === 'string';
}

/** Floats in [0, 1); bytes over their range; other integers 0 or 1, since they may be indices. */
function randomValue(dtype: DType, random: Random): number {
  if (isFloat(dtype)) return random.uniform();
  return random.integer(dtype === 'u8' ? 256 : 2);
}

function joinInputs(single: Graph, batched: Graph, samples: readonly Values[]): Values {
  return new Map(
    single.inputs.map(({ name, dtype }, i) => {
      const parts = samples.map((sample) => sample.get(name)).filter((part) => part !== undefined);
      if (!isBatched(single, batched, i)) return [name, parts[0]];
      const shape = [parts.length, ...parts[0].shape.slice(1)];
      return [name, { dtype, shape, data: Float64Array.from(parts.flatMap((part) => Array.from(part.data))) }];
    }),
  );
}

async function loadAll(graph: Graph): Promise<Values> {
  const values = new Map<string, Numbers>();
  for (const parameter of graph.parameters.values())
    values.set(parameter.name, toNumbers(await loadParameter(parameter)));
  return values;
}

async function evaluateAll(graph: Graph, inputs: Values, parameters: Values): Promise<Values> {
  const shapes = Object.fromEntries([...inputs].map(([name, { shape }]) => [name, shape]));
  const { types } = await inferTypes(graph, { shapes });
  const values = new Map([...parameters, ...inputs]);
  for (const node of graph.nodes) {
    if (node.kind === 'opaque') continue;
    const outputs = node.outputs.map((name): ConcreteType => {
      const type = types.get(name);
      return type && isConcrete(type.shape) ? { dtype: type.dtype, shape: type.shape } : { dtype: 'f32', shape: [] };
    });
    const results = evaluateNode(
      node,
      node.inputs.map((name) => values.get(name)),
      outputs,
    );
    node.outputs.forEach((name, i) => {
      if (name !== '') values.set(name, results[i]);
    });
  }
  return values;
}

function compare(
  node: Node,
  name: string,
  alone: readonly Values[],
  together: Numbers | undefined,
  tolerance: number,
): void {
  const parts = alone.map((values) => values.get(name)).filter((part) => part !== undefined);
  if (!together || parts.length !== alone.length) return;
  const axis = batchAxis(parts[0].shape, together.shape, parts.length);
  if (axis === undefined) return;
  const largest = together.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  parts.forEach((part, sample) => {
    const error = largestDifference(part, together, axis, sample);
    if (error <= tolerance * largest) return;
    throw new GraphError(
      'graph/rebatch',
      `Node "${node.name}" (${operatorOf(node)}) mixes the samples of a batch: its values change by ${error} when another sample runs beside. Run the model one sample at a time.`,
      { node: node.name, error },
    );
  });
}

function largestDifference(part: Numbers, whole: Numbers, axis: number, sample: number): number {
  const inner = sizeOf(part.shape.slice(axis));
  const stride = sizeOf(whole.shape.slice(axis));
  let largest = 0;
  for (let i = 0; i < part.data.length; i++) {
    const at = Math.floor(i / inner) * stride + sample * inner + (i % inner);
    const difference = Math.abs(part.data[i] - whole.data[at]);
    if (difference > largest) largest = difference;
  }
  return largest;
}
