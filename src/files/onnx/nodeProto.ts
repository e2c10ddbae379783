/**
 * NodeProto and its attributes. A node keeps its bytes, so that one whose operator is not known can be written back word
 * for word; graphs in attributes (If, Loop, Scan) are searched only for the outer values that they use.
 */
import type { AttributeValue } from '../../graph/graph.ts';
import { deepestSubgraph, mostOperands } from './limits.ts';
import { atByte, count, refuse } from './malformed.ts';
import { parseTensor } from './tensorData.ts';
import type { Field, Message } from './wire.ts';
import { fieldsOf, float, floats, integer, integers, submessage, text } from './wire.ts';

/** A node as it stands in the file. */
export interface RawNode {
  /** May be empty or shared in files; made unique later. */
  readonly name: string;
  readonly type: string;
  /** '' for ai.onnx. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  /** Attributes that cannot be values of ours (graphs, doubles, sequences), and why. */
  readonly foreign: ReadonlyMap<string, string>;
  /** Outer values that graphs in attributes use. */
  readonly captured: readonly string[];
  readonly proto: Uint8Array;
  readonly offset: number;
}

/** ai.onnx has two spellings. */
export const plainDomain = (domain: string): string => (domain === 'ai.onnx' ? '' : domain);

/** @throws FileError `onnx/malformed` with the byte where too many inputs, or graphs nested too deep, begin */
export function parseNode(message: Message): RawNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, AttributeValue>();
  const foreign = new Map<string, string>();
  const captured = new Set<string>();
  let name = '';
  let type = '';
  let domain = '';
  for (const field of fieldsOf(message)) {
    if (field.number === 1) inputs.push(text(message, field));
    else if (field.number === 2) outputs.push(text(message, field));
    else if (field.number === 3) name = text(message, field);
    else if (field.number === 4) type = text(message, field);
    else if (field.number === 7) domain = plainDomain(text(message, field));
    else if (field.number === 5) {
      const attribute = parseAttribute(submessage(message, field, `an attribute of ${describe(name, type)}`));
      if (attribute.value === undefined) foreign.set(attribute.name, attribute.reason);
      else attributes.set(attribute.name, attribute.value);
      for (const value of attribute.captured) captured.add(value);
    }
  }
  const { bytes: proto, offset } = message;
  const operands = Math.max(inputs.length, outputs.length);
  if (operands > mostOperands)
    refuse(
      'malformed',
      message.file,
      `${describe(name, type)} at ${atByte(offset)} has ${count(operands)} inputs or outputs; at most ${count(mostOperands)} are read.`,
      { offset, operands },
    );
  return { name, type, domain, inputs, outputs, attributes, foreign, captured: [...captured], proto, offset };
}

// ---------------------------------------------------------------------------------------------

const describe = (name: string, type: string): string => (name ? `node "${name}"` : `a ${type || 'node'}`);

interface RawAttribute {
  readonly name: string;
  readonly value: AttributeValue | undefined;
  readonly reason: string;
  readonly captured: readonly string[];
}

/** AttributeProto.type, where it says which field holds the value. Older files leave it out. */
const kinds: Readonly<Record<number, AttributeKind>> = {
  1: 'f',
  2: 'i',
  3: 's',
  4: 't',
  6: 'floats',
  7: 'ints',
  8: 'strings',
};
type AttributeKind = 'f' | 'i' | 's' | 't' | 'floats' | 'ints' | 'strings';

/** What has been seen of an attribute so far. */
interface AttributeDraft {
  name: string;
  type: number;
  /** Why it cannot be a value of ours; empty while it can. */
  reason: string;
  readonly found: { [K in AttributeKind]?: AttributeValue };
  readonly ints: number[];
  readonly floats: number[];
  readonly strings: string[];
  readonly captured: string[];
}

function parseAttribute(message: Message): RawAttribute {
  const draft: AttributeDraft = {
    name: '',
    type: 0,
    reason: '',
    found: {},
    ints: [],
    floats: [],
    strings: [],
    captured: [],
  };
  for (const field of fieldsOf(message)) visitAttribute(draft, message, field);
  const { name, type, found, captured } = draft;
  if (draft.ints.length || type === 7) found.ints = draft.ints;
  if (draft.floats.length || type === 6) found.floats = draft.floats;
  if (draft.strings.length || type === 8) found.strings = draft.strings;
  const kind = kinds[type];
  const value = kind ? (found[kind] ?? zeroOf(kind)) : Object.values(found)[0];
  return { name, value: draft.reason ? undefined : value, reason: draft.reason || 'it holds no value', captured };
}

/** AttributeProto, field by field. */
function visitAttribute(draft: AttributeDraft, message: Message, field: Field): void {
  switch (field.number) {
    case 1:
      draft.name = text(message, field);
      break;
    case 2:
      draft.found.f = float(message, field);
      break;
    case 3:
      draft.found.i = integer(message, field);
      break;
    case 4:
      draft.found.s = text(message, field);
      break;
    case 5:
      draft.found.t = parseTensor(submessage(message, field, `attribute ${draft.name} of a node`));
      if (!draft.found.t) draft.reason = 'it holds a tensor of a type that Decant does not compute with';
      break;
    case 7:
      append(draft.floats, floats(message, field));
      break;
    case 8:
      append(draft.ints, integers(message, field));
      break;
    case 9:
      draft.strings.push(text(message, field));
      break;
    case 20:
      draft.type = integer(message, field);
      break;
    default:
      visitForeign(draft, message, field);
  }
}

/** Fields whose values are none of ours; a description (13) changes nothing. */
function visitForeign(draft: AttributeDraft, message: Message, field: Field): void {
  if (field.number === 13) return;
  if (field.number === 6 || field.number === 11) {
    append(draft.captured, capturedBy(message, field, 0));
    draft.reason = 'it holds a graph';
  } else if (field.number === 21) draft.reason = 'it refers to an attribute of a function';
  else draft.reason ||= `it holds a value of a kind (${field.number}) that Decant does not read`;
}

/** Lists from files may be longer than a call can take arguments. */
function append<T>(list: T[], items: readonly T[]): void {
  for (const item of items) list.push(item);
}

/** What protobuf leaves out because it is the default. */
function zeroOf(kind: AttributeKind): AttributeValue | undefined {
  if (kind === 'f' || kind === 'i') return 0;
  return kind === 's' ? '' : undefined;
}

/** Names that a GraphProto uses and does not define: values of the graphs around it. */
function capturedBy(message: Message, field: Field, depth: number): string[] {
  if (depth > deepestSubgraph)
    refuse('malformed', message.file, `${message.thing} nests graphs more than ${deepestSubgraph} deep.`);
  const graph = submessage(message, field, 'a graph in an attribute');
  const defined = new Set<string>();
  const used = new Set<string>();
  for (const part of fieldsOf(graph)) {
    if (part.number === 5 || part.number === 11)
      defined.add(nameIn(submessage(graph, part, 'a value of a graph'), part.number === 5 ? 8 : 1));
    else if (part.number === 12) used.add(nameIn(submessage(graph, part, 'an output of a graph'), 1));
    else if (part.number === 1) collectNode(submessage(graph, part, 'a node of a graph'), used, defined, depth);
  }
  return [...used].filter((name) => name !== '' && !defined.has(name));
}

function collectNode(node: Message, used: Set<string>, defined: Set<string>, depth: number): void {
  for (const field of fieldsOf(node)) {
    if (field.number === 1) used.add(text(node, field));
    else if (field.number === 2) defined.add(text(node, field));
    else if (field.number === 5) {
      const attribute = submessage(node, field, 'an attribute of a graph');
      for (const part of fieldsOf(attribute))
        if (part.number === 6 || part.number === 11)
          for (const name of capturedBy(attribute, part, depth + 1)) used.add(name);
    }
  }
}

function nameIn(message: Message, number: number): string {
  for (const field of fieldsOf(message)) if (field.number === number) return text(message, field);
  return '';
}
