/** A graph on its way from the file: names that are taken, parameters found so far, types that the file tells. */

import type { ByteSource } from '../../core/bytes/byteSource.ts';
import type { Attributes, Node, Parameter, ValueType } from '../../graph/graph.ts';
import { denseStorage } from '../../graph/graph.ts';
import type { DType } from '../../tensor/dtype.ts';
import { sizeOf } from '../../tensor/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { decodeNumbers, tensorFrom } from '../../tensor/tensor.ts';
import { knownWords, wordOfCode } from './elementTypes.ts';
import type { SourceOf } from './externalFiles.ts';
import { refuse } from './malformed.ts';
import type { RawModel } from './modelProto.ts';
import { loadTensorData } from './tensorData.ts';
import type { TensorRecord } from './tensorProto.ts';
import { externalLength } from './tensorProto.ts';
import type { UpgradeContext } from './upgrade/rule.ts';

/** Constants up to this many elements are read while the file is opened: axes, shapes, bounds, scales of Resize. */
const smallConstant = 1024;

export interface Draft {
  readonly model: RawModel;
  readonly parameters: Map<string, Parameter>;
  readonly nodes: Node[];
  /** A name that neither the file nor the draft has yet. */
  unique(stem: string): string;
  /** Adds a parameter whose elements are in memory. */
  addTensor(name: string, tensor: Tensor): string;
  /** Adds a constant under a new name. */
  constant(stem: string, dtype: DType, shape: readonly number[], values: readonly number[]): string;
  /** The numbers of a dense parameter, when it is small. */
  numbers(name: string): Promise<readonly number[] | undefined>;
  /** What an upgrade rule may ask, for nodes of an opset. */
  upgradeContext(version: number): UpgradeContext;
}

/** Takes up the names and types of a file; initializers become parameters whose bytes stay where they lie. */
export function createDraft(model: RawModel): Draft {
  const parameters = new Map<string, Parameter>();
  const told = toldTypes(model);
  const names = new Set([...namesOf(model)]);
  const counts = new Map<string, number>();
  const unique = (stem: string): string => {
    let name = stem;
    // Counting on from the last name keeps a file of a hundred thousand equal names quick.
    for (let i = counts.get(stem) ?? 1; names.has(name); i++) {
      name = `${stem}_${i}`;
      counts.set(stem, i + 1);
    }
    names.add(name);
    return name;
  };
  const addTensor = (name: string, { dtype, shape, data }: Tensor): string => {
    parameters.set(name, { name, dtype, shape, storage: denseStorage(dtype, data) });
    return name;
  };
  const constant: Draft['constant'] = (stem, dtype, shape, values) =>
    addTensor(unique(stem), tensorFrom(dtype, shape, values));
  const numbers: Draft['numbers'] = async (name) => {
    const parameter = parameters.get(name);
    if (parameter?.storage.kind !== 'dense' || sizeOf(parameter.shape) > smallConstant) return undefined;
    return [...decodeNumbers(parameter.storage.dtype, await parameter.storage.load())];
  };
  const typeOf = (value: string) => parameters.get(value) ?? told.get(value);
  const upgradeContext = (version: number): UpgradeContext => ({
    version,
    constant,
    ints: (stem, values) => constant(stem, 'i64', [values.length], values),
    numbers,
    dtype: (value) => typeOf(value)?.dtype,
    rank: (value) => typeOf(value)?.shape?.length,
    unique,
  });
  return { model, parameters, nodes: [], unique, addTensor, constant, numbers, upgradeContext };
}

/** An initializer as a parameter that is read when it is needed. */
export function lazyParameter(model: RawModel, record: TensorRecord, sourceOf: SourceOf): Parameter {
  const { name, shape } = record;
  const dtype = record.dtype ?? refuseType(model, record);
  const source: ByteSource = sourceOf(record);
  externalLength(record, dtype, source);
  return { name, dtype, shape, storage: { kind: 'dense', dtype, load: () => loadTensorData(record, dtype, source) } };
}

/** Attributes that could be read, as a plain record. */
export const attributesOf = (attributes: ReadonlyMap<string, Attributes[string]>): Attributes =>
  Object.fromEntries(attributes);

// ---------------------------------------------------------------------------------------------

function toldTypes(model: RawModel): ReadonlyMap<string, Partial<ValueType>> {
  return new Map(
    [...model.values, ...model.inputs, ...model.outputs].map(({ name, dtype, shape }) => [name, { dtype, shape }]),
  );
}

function* namesOf(model: RawModel): Generator<string> {
  yield '';
  for (const value of [...model.initializers, ...model.inputs, ...model.outputs, ...model.values]) yield value.name;
  for (const node of model.nodes) yield* [...node.inputs, ...node.outputs, ...node.captured];
}

function refuseType(model: RawModel, record: TensorRecord): never {
  return refuse(
    'dtype',
    model.file,
    `initializer "${record.name}" is of type ${wordOfCode(record.code)}; Decant computes with ${knownWords}. Export the model in float or float16.`,
    { tensor: record.name, type: wordOfCode(record.code) },
  );
}
