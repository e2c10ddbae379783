/**
 * Reads an ONNX file into a Graph. Weights are not read: each keeps where it lies, and is loaded when it is asked for.
 * What the operator table does not know stays opaque; what no file may have is refused by a sentence.
 * https://github.com/onnx/onnx/blob/main/docs/IR.md
 */
import type { ByteSource } from '../../core/bytes/byteSource.ts';
import type { Graph, Node, Parameter, State, Value } from '../../graph/graph.ts';
import { describe, sortedNodes } from './checkGraph.ts';
import type { Draft } from './draft.ts';
import { attributesOf, createDraft, lazyParameter } from './draft.ts';
import { knownWords } from './elementTypes.ts';
import { resolveFiles } from './externalFiles.ts';
import { newestOpset, oldestOpset, unchangedSinceFirst } from './limits.ts';
import { refuse } from './malformed.ts';
import type { RawModel } from './modelProto.ts';
import { readModel } from './modelProto.ts';
import type { RawNode } from './nodeProto.ts';
import { raiseStorage } from './raise/raiseStorage.ts';
import { isReserved, opsetsKey, stateEntries, takeStates } from './reserved.ts';
import { constantTensor } from './upgrade/constant.ts';
import { upgradeNode } from './upgrade/upgrade.ts';

export interface ReadOnnxOptions {
  /** Files dropped together with the model: its external data. */
  readonly files?: readonly ByteSource[];
}

/**
 * @throws FileError `onnx/...` in a sentence that names the file, the thing, the value and the byte
 */
export async function readOnnx(source: ByteSource, options: ReadOnnxOptions = {}): Promise<Graph> {
  const model = await readModel(source);
  checkOpsets(model);
  const nodes = sortedNodes(model);
  const draft = createDraft(model);
  readParameters(draft, nodes, source, options.files ?? []);
  const inputs = readInputs(model);
  const outside = new Set(outputNames(model));
  for (const node of nodes) await addNode(draft, node, outside);
  const raised = await raiseStorage(draft, outputNames(model), draft.unique);
  const states = takeStates(model, inputs, raised.parameters);
  const taken = new Set(states.map((state) => state.value));
  const nexts = new Set(states.filter((state) => state.hidden).map((state) => state.next));
  const outputs = outputNames(model).filter((name) => !nexts.has(name));
  return {
    name: model.graphName || source.name.replace(/\.onnx$/i, ''),
    inputs: inputs.filter((input) => !taken.has(input.name)),
    outputs,
    nodes: raised.nodes,
    parameters: usedParameters(raised.nodes, raised.parameters, outputs, states),
    states: states.map(({ hidden: _, ...state }) => state),
    metadata: metadataOf(model),
  };
}

// ---------------------------------------------------------------------------------------------

const outputNames = (model: RawModel): string[] => model.outputs.map((output) => output.name);

function checkOpsets(model: RawModel): void {
  const version = model.opsets.get('');
  if (version === undefined) {
    const node = model.nodes.find(({ domain }) => domain === '');
    if (node) refuse('opset', model.file, `${describe(node)} needs an opset of ai.onnx, but the file imports none.`);
  } else if (version > newestOpset || (version < oldestOpset && !model.nodes.every(isUnchanged)))
    refuse(
      'opset',
      model.file,
      `it is written in opset ${version}; Decant reads ${oldestOpset} to ${newestOpset}. Convert it with onnx.version_converter.`,
      { version, oldest: oldestOpset, newest: newestOpset },
    );
}

const isUnchanged = (node: RawNode): boolean => node.domain !== '' || unchangedSinceFirst.has(node.type);

/** Only initializers that something uses: others may have any type. */
function readParameters(
  draft: Draft,
  nodes: readonly RawNode[],
  source: ByteSource,
  files: readonly ByteSource[],
): void {
  const used = new Set(outputNames(draft.model));
  for (const node of nodes) for (const name of [...node.inputs, ...node.captured]) used.add(name);
  for (const { initial } of stateEntries(draft.model).values()) used.add(initial);
  const records = draft.model.initializers.filter((record) => used.has(record.name));
  const sourceOf = resolveFiles(source, records, files);
  for (const record of records) draft.parameters.set(record.name, lazyParameter(draft.model, record, sourceOf));
}

/** Older files list their initializers among the inputs. */
function readInputs(model: RawModel): Value[] {
  const initializers = new Set(model.initializers.map(({ name }) => name));
  return model.inputs
    .filter(({ name }) => !initializers.has(name))
    .map(({ name, dtype, word, shape }) => {
      if (!dtype)
        return refuse('dtype', model.file, `input "${name}" is of type ${word}; Decant computes with ${knownWords}.`, {
          input: name,
          type: word,
        });
      if (!shape)
        return refuse(
          'shape',
          model.file,
          `input "${name}" says nothing of its shape, not even how many dimensions it has. Export the model with the shapes of its inputs.`,
          { input: name },
        );
      return { name, dtype, shape };
    });
}

/** @param outside outputs of the graph, which must stay made by a node */
async function addNode(draft: Draft, raw: RawNode, outside: ReadonlySet<string>): Promise<void> {
  const name = draft.unique(raw.name || `${raw.type}_${draft.nodes.length}`);
  if (raw.type === 'Constant' && raw.domain === '' && !outside.has(raw.outputs[0])) {
    const tensor = constantTensor(attributesOf(raw.attributes));
    if (tensor) {
      draft.addTensor(raw.outputs[0], tensor);
      return;
    }
  }
  const [foreign] = raw.foreign;
  if (foreign) {
    draft.nodes.push(
      opaque(raw, name, `${raw.type} has an attribute ${foreign[0]} that Decant cannot use: ${foreign[1]}`),
    );
    return;
  }
  const { type, domain, inputs, outputs } = raw;
  const version = draft.model.opsets.get(domain) ?? 1;
  const node = { name, type, inputs, outputs, attributes: attributesOf(raw.attributes) };
  const local = draft.model.functions.has(`${domain}:${type}`);
  const upgraded = local
    ? { opaque: `${type} is a function that the file defines for itself` }
    : await upgradeNode(node, domain, draft.upgradeContext(version));
  if ('opaque' in upgraded) draft.nodes.push(opaque(raw, name, upgraded.opaque));
  else draft.nodes.push(...upgraded);
}

/** Values that graphs in attributes capture follow the node's own inputs, so that nothing removes or renames them. */
function opaque(raw: RawNode, name: string, reason: string): Node {
  const { domain, type, outputs, proto } = raw;
  const captured = raw.captured.filter((value) => !raw.inputs.includes(value));
  return {
    kind: 'opaque',
    name,
    domain,
    type,
    inputs: [...raw.inputs, ...captured],
    outputs,
    proto: proto.slice(),
    reason,
  };
}

/** Weights that no node uses any more are left in the file. */
function usedParameters(
  nodes: readonly Node[],
  parameters: ReadonlyMap<string, Parameter>,
  outputs: readonly string[],
  states: readonly State[],
): ReadonlyMap<string, Parameter> {
  const used = new Set([...outputs, ...nodes.flatMap((node) => node.inputs), ...states.map((state) => state.next)]);
  return new Map([...parameters].filter(([name]) => used.has(name)));
}

function metadataOf(model: RawModel): Readonly<Record<string, string>> {
  const opsets = [...model.opsets].map(([domain, version]) => `${domain || 'ai.onnx'} ${version}`).join(', ');
  const free = Object.entries(model.metadata).filter(([key]) => !isReserved(key));
  return { ...Object.fromEntries(free), [opsetsKey]: opsets };
}
