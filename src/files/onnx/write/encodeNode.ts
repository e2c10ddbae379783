/** NodeProto out of nodes: known operators from their attribute schema, opaque ones word for word. */
import type { AttributeValue, Node, OpaqueNode, OperatorNode } from '../../../graph/graph.ts';
import type { AttributeSpec } from '../../../graph/operator.ts';
import { operators } from '../../../graph/operators/index.ts';
import { parseDType } from '../../../tensor/dtype.ts';
import { codeOfDType } from '../elementTypes.ts';
import { parseNode } from '../nodeProto.ts';
import { fieldsOf } from '../wire.ts';
import { encodeTensor } from './encodeTensor.ts';
import { MessageWriter } from './protoWriter.ts';

/** The NodeProtos of a node: one, and an Identity before it for each captured value that has been renamed. */
export function encodeNode(node: Node): MessageWriter[] {
  return node.kind === 'operator' ? [encodeOperator(node)] : encodeOpaque(node);
}

// ---------------------------------------------------------------------------------------------

type AttributeKind = AttributeSpec<unknown>['kind'];

/** AttributeProto: the field that holds each kind, and the code of its type. */
const attributeCodes: Readonly<Record<AttributeKind, number>> = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  floats: 6,
  ints: 7,
  strings: 8,
};

/** Attributes that name a dtype here and hold its code in the file. */
const dtypeAttributes: ReadonlySet<string> = new Set(['to', 'output_dtype', 'precision']);

function encodeOperator(node: OperatorNode): MessageWriter {
  const { domain, attributes: specs } = operators[node.operator];
  const message = wired(node.name, node.inputs, node.outputs);
  message.text(4, node.operator);
  for (const [name, value] of Object.entries(node.attributes)) {
    const spec = specs[name];
    // An element type that is left open is written by leaving the attribute out.
    const open = dtypeAttributes.has(name) && value === '';
    if (spec && !open) message.message(5, encodeAttribute(name, spec.kind, value));
  }
  if (domain) message.text(7, domain);
  return message;
}

function wired(name: string, inputs: readonly string[], outputs: readonly string[]): MessageWriter {
  const message = new MessageWriter();
  for (const input of inputs) message.text(1, input);
  for (const output of outputs) message.text(2, output);
  message.text(3, name);
  return message;
}

function encodeAttribute(name: string, declared: AttributeKind, value: AttributeValue): MessageWriter {
  const isDType = dtypeAttributes.has(name) && typeof value === 'string';
  const kind = isDType ? 'int' : declared;
  const message = new MessageWriter();
  message.text(1, name);
  putValue(message, kind, isDType ? codeOfDType(parseDType(value)) : value);
  message.int(20, attributeCodes[kind]);
  return message;
}

function putValue(message: MessageWriter, kind: AttributeKind, value: AttributeValue): void {
  switch (kind) {
    case 'float':
      message.float(2, Number(value));
      break;
    case 'int':
      message.int(3, Number(value));
      break;
    case 'string':
      message.text(4, String(value));
      break;
    case 'tensor':
      if (typeof value === 'object' && 'dtype' in value) message.message(5, encodeTensor('', value));
      break;
    case 'floats':
      message.floats(7, listOf(value).map(Number));
      break;
    case 'ints':
      message.ints(8, listOf(value).map(Number));
      break;
    case 'strings':
      for (const item of listOf(value)) message.text(9, String(item));
      break;
    default:
      kind satisfies never;
  }
}

function listOf(value: AttributeValue): readonly (number | string)[] {
  if (typeof value === 'number' || typeof value === 'string') return [value];
  return 'dtype' in value ? [] : value;
}

/** Inputs, outputs and name are the node's own; every other field of the NodeProto is copied. */
function encodeOpaque(node: OpaqueNode): MessageWriter[] {
  const original = { file: node.name, thing: `node "${node.name}"`, bytes: node.proto, offset: 0 };
  const { inputs, captured } = parseNode(original);
  const message = wired(node.name, node.inputs.slice(0, inputs.length), node.outputs);
  for (const field of fieldsOf(original)) {
    const end = field.offset + field.length;
    const start = end - field.size;
    if (field.number > 3) message.raw(node.proto.subarray(start, end));
  }
  const outer = captured.filter((value) => !inputs.includes(value));
  const renamed = outer.flatMap((value, i) => {
    const now = node.inputs[inputs.length + i];
    return now === undefined || now === value ? [] : [identity(now, value)];
  });
  return [...renamed, message];
}

function identity(from: string, to: string): MessageWriter {
  const message = wired(`${to}/renamed`, [from], [to]);
  message.text(4, 'Identity');
  return message;
}
