/** What each node costs by its shapes: floating-point operations and bytes moved. An estimate, never a measurement. */

import { bytesOf } from '../tensor/dtype.ts';
import { packedBytes } from '../tensor/packed.ts';
import { isConcrete, sizeOf } from '../tensor/shape.ts';
import type { Graph, Node, Storage } from './graph.ts';
import { operatorOf } from './graph.ts';
import type { InferOptions } from './inferTypes.ts';
import { inferTypes } from './inferTypes.ts';
import type { ConcreteType } from './operator.ts';
import { parseAttributes } from './operator.ts';
import { operators } from './operators/index.ts';

export interface NodeCost {
  readonly node: string;
  readonly operator: string;
  /** Floating-point operations of one run; undefined where a shape is not known before running. */
  readonly flops: number | undefined;
  /** Bytes of parameters read, as they are stored. */
  readonly parameterBytes: number;
  /** Bytes of activations read and written; undefined where a shape is not known before running. */
  readonly activationBytes: number | undefined;
}

/** The cost of each node, in order. Bind symbolic dimensions by `options.dims` or `options.shapes`. */
export async function graphCost(graph: Graph, options: InferOptions = {}): Promise<readonly NodeCost[]> {
  const { types } = await inferTypes(graph, options);
  return graph.nodes.map((node) => {
    const typeOf = (name: string): ConcreteType | undefined => {
      const type = types.get(name);
      return type && isConcrete(type.shape) ? { dtype: type.dtype, shape: type.shape } : undefined;
    };
    return costOf(graph, node, typeOf);
  });
}

/** Bytes that a storage takes, padding of packed rows included. */
export function storageBytes(storage: Storage, shape: readonly number[]): number {
  if (storage.kind === 'dense') return bytesOf(storage.dtype, sizeOf(shape));
  const { codes, scales, zeroPoints, padding } = packedBytes(storage.layout);
  return codes + scales + zeroPoints + padding;
}

// ---------------------------------------------------------------------------------------------

function costOf(graph: Graph, node: Node, typeOf: (name: string) => ConcreteType | undefined): NodeCost {
  const read = node.inputs.filter((name) => name !== '');
  const parameters = read.map((name) => graph.parameters.get(name)).filter((parameter) => parameter !== undefined);
  const moved = [...read.filter((name) => !graph.parameters.has(name)), ...node.outputs.filter((name) => name !== '')];
  const sizes = moved.map(typeOf).map((type) => (type ? bytesOf(type.dtype, sizeOf(type.shape)) : undefined));
  return {
    node: node.name,
    operator: operatorOf(node),
    flops: flopsOf(node, typeOf),
    parameterBytes: parameters.reduce((sum, { storage, shape }) => sum + storageBytes(storage, shape), 0),
    activationBytes: sizes.reduce<number | undefined>(
      (sum, size) => (sum === undefined || size === undefined ? undefined : sum + size),
      0,
    ),
  };
}

function flopsOf(node: Node, typeOf: (name: string) => ConcreteType | undefined): number | undefined {
  if (node.kind === 'opaque') return undefined;
  const operator = operators[node.operator];
  const inputs = node.inputs.map((name) => (name === '' ? undefined : typeOf(name)));
  const outputs = node.outputs.map(typeOf);
  if (node.inputs.some((name, i) => name !== '' && !inputs[i])) return undefined;
  const concrete = outputs.filter((type) => type !== undefined);
  if (concrete.length !== outputs.length) return undefined;
  return operator.flops({
    inputs,
    outputs: concrete,
    attributes: parseAttributes(operator, node.name, node.attributes),
  });
}
