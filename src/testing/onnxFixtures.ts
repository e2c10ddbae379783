/** ONNX files made by hand, field by field: also those that no writer would make. */

import { codeOfDType } from '../files/onnx/elementTypes.ts';
import { encodeTensor } from '../files/onnx/write/encodeTensor.ts';
import { MessageWriter } from '../files/onnx/write/protoWriter.ts';
import type { DType } from '../tensor/dtype.ts';
import type { Dim } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** A model; everything but the nodes may be left out. */
export interface FixtureModel {
  /** 21 when left out. */
  readonly opset?: number;
  /** Other domains and their versions. */
  readonly domains?: Readonly<Record<string, number>>;
  readonly nodes: readonly MessageWriter[];
  readonly inputs?: readonly MessageWriter[];
  readonly outputs?: readonly MessageWriter[];
  readonly values?: readonly MessageWriter[];
  readonly initializers?: readonly MessageWriter[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/** An attribute: a whole number, `{ float }`, text, a list, a tensor, or a graph. */
export type FixtureAttribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly tensor: Tensor }
  | { readonly graph: MessageWriter };

export function fixtureModel(model: FixtureModel): Uint8Array<ArrayBuffer> {
  const message = new MessageWriter();
  message.int(1, 8);
  message.message(7, fixtureGraph(model));
  message.message(8, pair(1, '', 2, model.opset ?? 21));
  for (const [domain, version] of Object.entries(model.domains ?? {})) message.message(8, pair(1, domain, 2, version));
  for (const [key, value] of Object.entries(model.metadata ?? {})) message.message(14, pair(1, key, 2, value));
  return message.finish();
}

export function fixtureGraph(model: FixtureModel): MessageWriter {
  const graph = new MessageWriter();
  for (const node of model.nodes) graph.message(1, node);
  graph.text(2, 'fixture');
  for (const initializer of model.initializers ?? []) graph.message(5, initializer);
  for (const input of model.inputs ?? []) graph.message(11, input);
  for (const output of model.outputs ?? []) graph.message(12, output);
  for (const value of model.values ?? []) graph.message(13, value);
  return graph;
}

export function fixtureNode(
  type: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, FixtureAttribute>> = {},
  rest: { readonly domain?: string; readonly name?: string } = {},
): MessageWriter {
  const node = new MessageWriter();
  for (const input of inputs) node.text(1, input);
  for (const output of outputs) node.text(2, output);
  if (rest.name) node.text(3, rest.name);
  node.text(4, type);
  for (const [name, value] of Object.entries(attributes)) node.message(5, fixtureAttribute(name, value));
  if (rest.domain) node.text(7, rest.domain);
  return node;
}

/** A value with a type; without a shape when `shape` is left out. A dtype given as a number is its code. */
export function fixtureValue(name: string, dtype: DType | number = 'f32', shape?: readonly Dim[]): MessageWriter {
  const tensor = new MessageWriter();
  tensor.int(1, typeof dtype === 'number' ? dtype : codeOfDType(dtype));
  if (shape) {
    const dims = new MessageWriter();
    for (const dim of shape) dims.message(1, dimension(dim));
    tensor.message(2, dims);
  }
  const type = new MessageWriter();
  type.message(1, tensor);
  const value = new MessageWriter();
  value.text(1, name);
  value.message(2, type);
  return value;
}

export const fixtureTensor = (name: string, tensor: Tensor): MessageWriter => encodeTensor(name, tensor);

/** A tensor whose elements lie in another file. */
export function externalTensor(
  name: string,
  shape: readonly number[],
  entries: Readonly<Record<string, string | number>>,
): MessageWriter {
  const message = new MessageWriter();
  message.ints(1, shape);
  message.int(2, codeOfDType('f32'));
  message.text(8, name);
  for (const [key, value] of Object.entries(entries)) message.message(13, pair(1, key, 2, String(value)));
  message.int(14, 1);
  return message;
}

// ---------------------------------------------------------------------------------------------------------------------

function pair(keyField: number, key: string, valueField: number, value: string | number): MessageWriter {
  const message = new MessageWriter();
  message.text(keyField, key);
  if (typeof value === 'string') message.text(valueField, value);
  else message.int(valueField, value);
  return message;
}

function dimension(dim: Dim): MessageWriter {
  const message = new MessageWriter();
  if (typeof dim === 'number') message.int(1, dim);
  else message.text(2, dim);
  return message;
}

function fixtureAttribute(name: string, value: FixtureAttribute): MessageWriter {
  const message = new MessageWriter();
  message.text(1, name);
  const type = putValue(message, value);
  message.int(20, type);
  return message;
}

/** Writes the value and returns the code of its type. */
function putValue(message: MessageWriter, value: FixtureAttribute): number {
  if (typeof value === 'number') {
    message.int(3, value);
    return 2;
  }
  if (typeof value === 'string') {
    message.text(4, value);
    return 3;
  }
  if (Array.isArray(value)) {
    message.ints(8, value);
    return 7;
  }
  if ('float' in value) {
    message.float(2, value.float);
    return 1;
  }
  if ('floats' in value) {
    message.floats(7, value.floats);
    return 6;
  }
  if ('tensor' in value) {
    message.message(5, encodeTensor('', value.tensor));
    return 4;
  }
  if ('graph' in value) {
    message.message(6, value.graph);
    return 5;
  }
  return 0;
}
