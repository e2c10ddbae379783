/** ModelProto and GraphProto: everything of the file but the elements of its weights. */
import type { ByteSource } from '../../core/bytes/byteSource.ts';
import { largestMetadata, largestNode, largestText } from './limits.ts';
import { refuse } from './malformed.ts';
import type { RawNode } from './nodeProto.ts';
import { parseNode, plainDomain } from './nodeProto.ts';
import { SourceWindow } from './sourceWindow.ts';
import type { TensorRecord } from './tensorProto.ts';
import { readTensorRecord } from './tensorProto.ts';
import type { RawValue } from './valueInfo.ts';
import { parseValueInfo } from './valueInfo.ts';
import type { Field, Message } from './wire.ts';
import { fieldsOf, integer, text } from './wire.ts';

/** A model as it stands in the file. */
export interface RawModel {
  readonly file: string;
  readonly graphName: string;
  /** Opset by domain; '' is ai.onnx. */
  readonly opsets: ReadonlyMap<string, number>;
  /** Producer, domain, description and metadata_props. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Names of functions that the file defines for itself, as "domain:name". */
  readonly functions: ReadonlySet<string>;
  readonly nodes: readonly RawNode[];
  readonly initializers: readonly TensorRecord[];
  /** In file order; older files list their initializers among them. */
  readonly inputs: readonly RawValue[];
  readonly outputs: readonly RawValue[];
  /** What the file says about inner values. */
  readonly values: readonly RawValue[];
}

/** @throws FileError `onnx/malformed` naming what is wrong and at which byte */
export async function readModel(source: ByteSource): Promise<RawModel> {
  const window = new SourceWindow(source);
  const draft = createDraft(source.name);
  for await (const field of window.fields('the model', 0, source.size)) {
    const metadata = metadataKeys[field.number];
    if (field.number === 7) await readGraph(window, field, draft);
    else if (field.number === 8) readOpset(await window.message(field, 'an opset', largestText), draft);
    else if (field.number === 14) readProperty(await window.message(field, 'a metadata entry', largestMetadata), draft);
    else if (field.number === 25) await readFunction(window, field, draft);
    else if (metadata) {
      const message = await window.message(field, `the model's ${metadata}`, largestMetadata);
      draft.metadata[metadata] = textDecoder.decode(message.bytes);
    }
  }
  if (!draft.hasGraph)
    refuse(
      'malformed',
      source.name,
      `this is not an ONNX model: ${source.size.toLocaleString('en-US')} bytes without a graph.`,
    );
  return draft;
}

// ---------------------------------------------------------------------------------------------

const textDecoder = new TextDecoder();
const metadataKeys: Readonly<Record<number, string>> = { 2: 'producer_name', 3: 'producer_version', 6: 'doc_string' };

interface Draft extends RawModel {
  hasGraph: boolean;
  graphName: string;
  readonly opsets: Map<string, number>;
  readonly metadata: Record<string, string>;
  readonly functions: Set<string>;
  readonly nodes: RawNode[];
  readonly initializers: TensorRecord[];
  readonly inputs: RawValue[];
  readonly outputs: RawValue[];
  readonly values: RawValue[];
}

function createDraft(file: string): Draft {
  return {
    file,
    hasGraph: false,
    graphName: '',
    opsets: new Map(),
    metadata: {},
    functions: new Set(),
    nodes: [],
    initializers: [],
    inputs: [],
    outputs: [],
    values: [],
  };
}

async function readGraph(window: SourceWindow, graph: Field, draft: Draft): Promise<void> {
  if (graph.wire !== 2) refuse('malformed', draft.file, `the graph has wire type ${graph.wire} in place of a message.`);
  draft.hasGraph = true;
  for await (const field of window.fields('the graph', graph.offset, graph.offset + graph.length)) {
    switch (field.number) {
      case 1:
        draft.nodes.push(parseNode(await window.message(field, 'a node', largestNode)));
        break;
      case 2:
        draft.graphName = textDecoder.decode((await window.message(field, "the graph's name", largestText)).bytes);
        break;
      case 5:
        draft.initializers.push(await readInitializer(window, field, draft));
        break;
      case 11:
        draft.inputs.push(parseValueInfo(await window.message(field, 'an input', largestText)));
        break;
      case 12:
        draft.outputs.push(parseValueInfo(await window.message(field, 'an output', largestText)));
        break;
      case 13:
        draft.values.push(parseValueInfo(await window.message(field, 'a value', largestText)));
        break;
      case 15:
        refuse(
          'sparse',
          draft.file,
          'the graph has sparse initializers, which Decant does not read. Export dense weights.',
        );
        break;
      default: // Descriptions and annotations do not change what is computed.
    }
  }
}

async function readInitializer(window: SourceWindow, field: Field, draft: Draft): Promise<TensorRecord> {
  if (field.wire !== 2)
    refuse('malformed', draft.file, `an initializer has wire type ${field.wire} in place of a message.`);
  return readTensorRecord(window, field);
}

function readOpset(message: Message, draft: Draft): void {
  let domain = '';
  let version = 0;
  for (const field of fieldsOf(message)) {
    if (field.number === 1) domain = plainDomain(text(message, field));
    if (field.number === 2) version = integer(message, field);
  }
  draft.opsets.set(domain, version);
}

function readProperty(message: Message, draft: Draft): void {
  let key = '';
  let value = '';
  for (const field of fieldsOf(message)) {
    if (field.number === 1) key = text(message, field);
    if (field.number === 2) value = text(message, field);
  }
  draft.metadata[key] = value;
}

async function readFunction(window: SourceWindow, field: Field, draft: Draft): Promise<void> {
  const message = await window.message(field, 'a function', largestNode);
  let name = '';
  let domain = '';
  for (const part of fieldsOf(message)) {
    if (part.number === 1) name = text(message, part);
    if (part.number === 10) domain = plainDomain(text(message, part));
  }
  draft.functions.add(`${domain}:${name}`);
}
