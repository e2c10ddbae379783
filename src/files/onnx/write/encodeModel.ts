/** ModelProto out of a graph whose parameters are all dense: nodes, initializers, inputs, outputs, opsets, metadata. */
import type { Graph, Parameter, State, ValueType } from '../../../graph/graph.ts';
import { operators } from '../../../graph/operators/index.ts';
import { loadStorage } from '../../../graph/parameterData.ts';
import { freshName, takenNames } from '../../../graph/passes/uses.ts';
import { codeOfDType } from '../elementTypes.ts';
import { largestFile } from '../limits.ts';
import { count, refuse } from '../malformed.ts';
import type { StateEntry } from '../reserved.ts';
import { isReserved, opsetsKey, stateKey } from '../reserved.ts';
import { encodeNode } from './encodeNode.ts';
import { encodeTensor } from './encodeTensor.ts';
import { MessageWriter } from './protoWriter.ts';
import { requiredOpset } from './requiredOpset.ts';

/** The IR version that came with opset 21 and its 4-bit integers. */
const irVersion = 10;
/** The version of a domain of which the file that was read said nothing. */
const unknownDomainVersion = 1;

export interface EncodeOptions {
  readonly types: ReadonlyMap<string, ValueType>;
  /** Shapes that inputs are fixed to, by name. */
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
  /** Whether initial values of states are written; without them a state is only an input and an output. */
  readonly initialStates: boolean;
}

/** @throws FileError `onnx/too-large` above protobuf's 2 GiB */
export async function encodeModel(graph: Graph, options: EncodeOptions): Promise<Uint8Array<ArrayBuffer>> {
  const model = new MessageWriter();
  const states = stateEntriesOf(graph, options);
  model.int(1, irVersion);
  model.text(2, 'decant');
  if (graph.metadata.doc_string) model.text(6, graph.metadata.doc_string);
  model.message(7, await encodeGraph(graph, states, options));
  for (const [domain, version] of opsetsOf(graph)) model.message(8, opset(domain, version));
  for (const [key, value] of metadataOf(graph, states)) model.message(14, property(key, value));
  if (model.length > largestFile)
    refuse(
      'too-large',
      graph.name,
      `the file would take ${count(model.length)} bytes, and ONNX allows ${count(largestFile)} in one file. Quantize the weights, or export safetensors.`,
      { bytes: model.length, limit: largestFile },
    );
  return model.finish();
}

// ---------------------------------------------------------------------------------------------

type StateEntries = ReadonlyMap<State, StateEntry>;

function stateEntriesOf(graph: Graph, options: EncodeOptions): StateEntries {
  if (!options.initialStates) return new Map();
  const taken = takenNames(graph);
  return new Map(
    graph.states.map((state) => {
      const hidden = !graph.outputs.includes(state.next);
      const initial = freshName(taken, `${state.value}.initial`);
      return [state, { value: state.value, next: state.next, initial, hidden }];
    }),
  );
}

async function encodeGraph(graph: Graph, states: StateEntries, options: EncodeOptions): Promise<MessageWriter> {
  const message = new MessageWriter();
  for (const node of graph.nodes) for (const proto of encodeNode(node)) message.message(1, proto);
  message.text(2, graph.name || 'graph');
  for (const parameter of graph.parameters.values()) message.message(5, await encodeParameter(parameter));
  for (const [state, { initial }] of states) {
    const { dtype, shape, initial: storage } = state;
    message.message(5, await encodeParameter({ name: initial, dtype, shape, storage }));
  }
  for (const input of graph.inputs) {
    const shape = options.shapes?.[input.name] ?? input.shape;
    message.message(11, valueInfo(input.name, { dtype: input.dtype, shape }));
  }
  for (const state of graph.states) message.message(11, valueInfo(state.value, state));
  for (const name of writtenOutputs(graph)) message.message(12, valueInfo(name, options.types.get(name)));
  return message;
}

/** Outputs of the graph, then what states need beside them. */
const writtenOutputs = (graph: Graph): string[] => [
  ...new Set([...graph.outputs, ...graph.states.map((state) => state.next)]),
];

async function encodeParameter(parameter: Parameter): Promise<MessageWriter> {
  return encodeTensor(parameter.name, await loadStorage(parameter.storage, parameter));
}

function valueInfo(name: string, type: ValueType | undefined): MessageWriter {
  const message = new MessageWriter();
  message.text(1, name);
  if (!type) return message;
  const tensor = new MessageWriter();
  tensor.int(1, codeOfDType(type.dtype));
  const shape = new MessageWriter();
  for (const dim of type.shape) {
    const dimension = new MessageWriter();
    if (typeof dim === 'number') dimension.int(1, dim);
    else dimension.text(2, dim);
    shape.message(1, dimension);
  }
  tensor.message(2, shape);
  const wrapped = new MessageWriter();
  wrapped.message(1, tensor);
  message.message(2, wrapped);
  return message;
}

function opset(domain: string, version: number): MessageWriter {
  const message = new MessageWriter();
  message.text(1, domain);
  message.int(2, version);
  return message;
}

/** ai.onnx as new as the newest node needs; others as the file that was read had them. */
function opsetsOf(graph: Graph): Map<string, number> {
  const before = new Map<string, number>();
  for (const entry of (graph.metadata[opsetsKey] ?? '').split(', ')) {
    const [domain, version] = entry.split(' ');
    before.set(domain, Number(version));
  }
  const opsets = new Map([['', requiredOpset(graph)]]);
  for (const node of graph.nodes) {
    const domain = node.kind === 'operator' ? operators[node.operator].domain : node.domain;
    if (!opsets.has(domain)) opsets.set(domain, before.get(domain) || unknownDomainVersion);
  }
  return opsets;
}

function metadataOf(graph: Graph, states: StateEntries): [string, string][] {
  const kept = Object.entries(graph.metadata).filter(([key]) => !isReserved(key) && key !== 'doc_string');
  return [
    ...kept,
    ...[...states].map(([state, entry]): [string, string] => [stateKey(state.name), JSON.stringify(entry)]),
  ];
}

function property(key: string, value: string): MessageWriter {
  const message = new MessageWriter();
  message.text(1, key);
  message.text(2, value);
  return message;
}
