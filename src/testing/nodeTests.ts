/**
 * ONNX's own operator tests: which of them count, running one on an executor, and comparing as ONNX's runner does.
 * https://github.com/onnx/onnx/blob/main/docs/OnnxBackendTest.md
 */

import { gunzipSync } from 'fflate';
import { memorySource } from '../core/bytes/byteSource.ts';
import { messageOf } from '../core/errors.ts';
import type { CompileOptions, Executor, Plan, Tensors } from '../execution/executor.ts';
import { dtypeOfCode, wordOfCode } from '../files/onnx/elementTypes.ts';
import type { RawModel } from '../files/onnx/modelProto.ts';
import { readModel } from '../files/onnx/modelProto.ts';
import type { RawNode } from '../files/onnx/nodeProto.ts';
import { readOnnx } from '../files/onnx/readOnnx.ts';
import { parseTensor } from '../files/onnx/tensorData.ts';
import { parseTensorRecord } from '../files/onnx/tensorProto.ts';
import type { Graph } from '../graph/graph.ts';
import { operators } from '../graph/operators/index.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { toNumbers } from '../tensor/tensor.ts';
import { readData } from './data.ts';
import { readTar } from './tar.ts';

/** Where the archive lies in the data folder. */
export const nodeTestArchive = 'onnx/node-tests.tar.gz';

/** What ONNX's runner allows where a test does not say otherwise. */
const nodeTestTolerance = { relative: 1e-3, absolute: 1e-7 } as const;

/** One test of the archive. */
export interface NodeTest {
  readonly name: string;
  /** Operators of its model. */
  readonly operators: readonly string[];
  /** Why it does not count, or undefined when operators and dtypes are those that Decant computes. */
  readonly left: string | undefined;
  readonly model: Uint8Array;
  /** Inputs and expected outputs of each data set, in order. */
  readonly sets: readonly { readonly inputs: readonly Uint8Array[]; readonly outputs: readonly Uint8Array[] }[];
}

export interface NodeTestResult {
  readonly name: string;
  readonly ok: boolean;
  /** What is wrong; empty when `ok`. */
  readonly reason: string;
}

/** Every test of the archive, by name. */
export async function openNodeTests(): Promise<NodeTest[]> {
  const files = readTar(gunzipSync(await readData(nodeTestArchive)));
  const names = [...files.keys()].filter((path) => path.endsWith('/model.onnx')).map((path) => path.slice(0, -11));
  return Promise.all(names.sort().map((folder) => describeTest(folder, files)));
}

/** Runs one test; anything that is thrown is a failure with its message. */
export async function runNodeTest(test: NodeTest, executor: Executor): Promise<NodeTestResult> {
  try {
    const graph = await readOnnx(memorySource(`${test.name}.onnx`, test.model));
    for (const set of test.sets) {
      const reason = await runSet(graph, set, executor);
      if (reason) return { name: test.name, ok: false, reason };
    }
    return { name: test.name, ok: true, reason: '' };
  } catch (error) {
    return { name: test.name, ok: false, reason: messageOf(error) };
  }
}

// ---------------------------------------------------------------------------------------------------------------------

async function describeTest(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<NodeTest> {
  const model = files.get(`${folder}/model.onnx`) ?? new Uint8Array();
  const raw = await readModel(memorySource(folder, model));
  const sets = [...Array(100).keys()]
    .map((set) => ({ inputs: numbered(set, 'input'), outputs: numbered(set, 'output') }))
    .filter(({ outputs }) => outputs.length > 0);
  const types = [...new Set(raw.nodes.map((node) => node.type))];
  return { name: folder.split('/').at(-1) ?? folder, operators: types, left: whyLeft(raw), model, sets };

  function numbered(set: number, stem: string): Uint8Array[] {
    const found: Uint8Array[] = [];
    for (let i = 0; ; i++) {
      const bytes = files.get(`${folder}/test_data_set_${set}/${stem}_${i}.pb`);
      if (!bytes) return found;
      found.push(bytes);
    }
  }
}

/** Names that later opsets gave to operators of ours. */
const renamed: Readonly<Record<string, string>> = { Upsample: 'Resize', Scatter: 'ScatterElements' };

function whyLeft(model: RawModel): string | undefined {
  for (const value of [...model.inputs, ...model.outputs, ...model.values])
    if (!value.dtype) return `type ${value.word}`;
  for (const { dtype, code } of model.initializers) if (!dtype) return `type ${wordOfCode(code)}`;
  for (const node of model.nodes) {
    const reason = whyNodeLeft(node);
    if (reason) return reason;
  }
  return undefined;
}

function whyNodeLeft(node: RawNode): string | undefined {
  const name = renamed[node.type] ?? node.type;
  if (node.domain !== '' && node.domain !== 'com.microsoft') return `domain ${node.domain}`;
  if (!Object.hasOwn(operators, name)) return `operator ${node.type}`;
  const [foreign] = node.foreign;
  if (foreign) return `${node.type}: attribute ${foreign[0]}, ${foreign[1]}`;
  const to = node.attributes.get('to');
  if (node.type === 'Cast' && typeof to === 'number' && !dtypeOfCode(to)) return `type ${wordOfCode(to)}`;
  if (node.type === 'Resize' && node.attributes.get('mode') === 'cubic') return 'Resize of mode cubic';
  return undefined;
}

async function runSet(graph: Graph, set: NodeTest['sets'][number], executor: Executor): Promise<string> {
  const inputs = tensorsOf(
    set.inputs,
    graph.inputs.map((input) => input.name),
  );
  const expected = tensorsOf(set.outputs, graph.outputs);
  const plan = await compile(graph, inputs, executor);
  try {
    const outputs = await plan.run(inputs);
    return (
      Object.entries(expected)
        .map(([name, want]) => difference(name, outputs[name], want))
        .find(Boolean) ?? ''
    );
  } finally {
    plan.dispose();
  }
}

/** Gives the plan no more values than it needs: first none, then small integers, then all that is small. */
async function compile(graph: Graph, inputs: Tensors, executor: Executor): Promise<Plan> {
  const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
  const entries = Object.entries(inputs).filter(([, { shape }]) => shape.length <= 1);
  const integers = entries.filter(([, { dtype }]) => dtype === 'i64' || dtype === 'i32');
  const attempts: CompileOptions[] = [integers, entries].map((values) => ({
    shapes,
    values: Object.fromEntries(values),
  }));
  try {
    return await executor.compile(graph, { shapes });
  } catch {
    // The last attempt's error is the one that tells.
    return executor.compile(graph, attempts[0]).catch(() => executor.compile(graph, attempts[1]));
  }
}

function tensorsOf(files: readonly Uint8Array[], names: readonly string[]): Tensors {
  const tensors = files.map((bytes, i): [string, Tensor] => {
    const message = { file: `${names[i]}.pb`, thing: 'a tensor', bytes, offset: 0 };
    const tensor = parseTensor(message);
    if (!tensor)
      throw new Error(`The data of "${names[i]}" is of type ${wordOfCode(parseTensorRecord(message).code)}.`);
    return [names[i] ?? `${i}`, tensor];
  });
  return Object.fromEntries(tensors);
}

/** What differs, or '' when the output is as ONNX's runner wants it. */
function difference(name: string, got: Tensor | undefined, want: Tensor): string {
  if (!got) return `output "${name}" is missing`;
  const text = (tensor: Tensor) => `${tensor.dtype} [${tensor.shape}]`;
  if (text(got) !== text(want)) return `output "${name}" is ${text(got)}; it should be ${text(want)}`;
  const [a, b] = [toNumbers(got).data, toNumbers(want).data];
  const wrong = [...a.keys()].filter((i) => !close(a[i], b[i]));
  if (wrong.length === 0) return '';
  const [first] = wrong;
  return `output "${name}" differs in ${wrong.length} of ${a.length} values: at ${first} it is ${a[first]}; it should be ${b[first]}`;
}

function close(got: number, want: number): boolean {
  if (Object.is(got, want) || got === want) return true;
  if (Number.isNaN(got) || Number.isNaN(want)) return Number.isNaN(got) && Number.isNaN(want);
  if (!Number.isFinite(got) || !Number.isFinite(want)) return false;
  return Math.abs(got - want) <= nodeTestTolerance.absolute + nodeTestTolerance.relative * Math.abs(want);
}
