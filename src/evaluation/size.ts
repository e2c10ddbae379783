/** How large a model is by what it stores: bytes by part, effective bits a weight. Files add their own framing. */
import { storageBytes } from '../graph/cost.ts';
import type { Graph, Parameter } from '../graph/graph.ts';
import { findWeights } from '../graph/passes/weights.ts';
import type { PackedBits, PackedStrategy } from '../tensor/packed.ts';
import { packedBytes } from '../tensor/packed.ts';
import { sizeOf } from '../tensor/shape.ts';

/** Bytes by part. `codes` are the weights themselves: packed codes, or floats where they are not packed. */
export interface SizeParts {
  readonly codes: number;
  readonly scales: number;
  readonly zeroPoints: number;
  /** What packing adds so that rows end on whole blocks. */
  readonly padding: number;
  /** Everything that is no weight: biases, norms, constants, the initial values of states. */
  readonly rest: number;
}

export interface WeightSize {
  readonly name: string;
  readonly count: number;
  /** How a weight is stored: 2 to 8 packed, 16 or 32 as floats. */
  readonly bits: PackedBits | 16 | 32;
  readonly strategy?: PackedStrategy;
  readonly groupSize?: number;
  readonly parts: SizeParts;
  /** Codes, scales and zero points by weight; padding apart. */
  readonly bitsPerWeight: number;
}

export interface ModelSize {
  /** All parts together. */
  readonly bytes: number;
  readonly parts: SizeParts;
  /** Values in all parameters. */
  readonly parameters: number;
  /** Of these, weights of MatMul, Gemm, Conv and embeddings. */
  readonly weights: number;
  /** Codes, scales and zero points of the weights, by weight; padding apart. NaN without weights. */
  readonly bitsPerWeight: number;
  readonly layers: readonly WeightSize[];
}

/** Counts what the graph stores, without reading any weight. */
export function measureSize(graph: Graph): ModelSize {
  const { fit, unfit } = findWeights(graph);
  const weights = [...fit, ...unfit].map(({ parameter }) => parameter);
  const layers = weights.map(sizeOfWeight);
  const isWeight = new Set(weights.map(({ name }) => name));
  const others = [...graph.parameters.values()].filter(({ name }) => !isWeight.has(name));
  const states = graph.states.reduce((sum, { initial, shape }) => sum + storageBytes(initial, shape), 0);
  const rest = others.reduce((sum, { storage, shape }) => sum + storageBytes(storage, shape), states);
  const parts = layers.reduce((sum, layer) => addParts(sum, layer.parts), { ...noParts, rest });
  const count = layers.reduce((sum, layer) => sum + layer.count, 0);
  return {
    bytes: totalBytes(parts),
    parts,
    parameters: [...graph.parameters.values()].reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    weights: count,
    bitsPerWeight: (8 * (parts.codes + parts.scales + parts.zeroPoints)) / count,
    layers,
  };
}

// ---------------------------------------------------------------------------------------------

const noParts: SizeParts = { codes: 0, scales: 0, zeroPoints: 0, padding: 0, rest: 0 };

function sizeOfWeight({ name, shape, storage }: Parameter): WeightSize {
  const count = sizeOf(shape);
  if (storage.kind === 'dense') {
    const parts = { ...noParts, codes: storageBytes(storage, shape) };
    return { name, count, bits: storage.dtype === 'f16' ? 16 : 32, parts, bitsPerWeight: (8 * parts.codes) / count };
  }
  const { bits, strategy, groupSize } = storage.layout;
  const parts = { ...packedBytes(storage.layout), rest: 0 };
  const bitsPerWeight = (8 * (parts.codes + parts.scales + parts.zeroPoints)) / count;
  return { name, count, bits, strategy, ...(strategy === 'group' ? { groupSize } : {}), parts, bitsPerWeight };
}

function addParts(a: SizeParts, b: SizeParts): SizeParts {
  return {
    codes: a.codes + b.codes,
    scales: a.scales + b.scales,
    zeroPoints: a.zeroPoints + b.zeroPoints,
    padding: a.padding + b.padding,
    rest: a.rest + b.rest,
  };
}

function totalBytes({ codes, scales, zeroPoints, padding, rest }: SizeParts): number {
  return codes + scales + zeroPoints + padding + rest;
}
