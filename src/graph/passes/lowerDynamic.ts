/**
 * Writes dynamically quantized layers as integer operators: MatMulInteger and ConvInteger on int8 codes, rescaled by
 * the activation's scale times the weight's. For files and runtimes; inside, the form of `dynamicQuantization.ts` stays.
 *
 * Only symmetric weights with a scale a tensor or a channel, since a scale a group does not factor out of the sum.
 * Others stay as they are: still right, but multiplied as floats.
 */

import type { PackedMatrix } from '../../tensor/packed.ts';
import { scalesToHalf, symmetricZero, unpackCodes } from '../../tensor/packed.ts';
import type { Graph, Node, OperatorNode, PackedStorage, Parameter } from '../graph.ts';
import { denseStorage } from '../graph.ts';
import type { OperatorName } from '../operators/names.ts';
import type { DynamicActivation } from './dynamicQuantization.ts';
import { findDynamic } from './dynamicQuantization.ts';
import { removeDeadCode } from './removeDeadCode.ts';
import { freshName, takenNames } from './uses.ts';

/** The graph itself where it has no such layer. */
export async function lowerDynamic(graph: Graph): Promise<Graph> {
  const found = await findDynamic(graph);
  if (found.size === 0) return graph;
  const lowering = new Lowering(graph);
  for (const node of graph.nodes) {
    const match = found.get(node.name);
    const weight = match && graph.parameters.get(match.consumer.inputs[1]);
    if (match && weight?.storage.kind === 'packed' && factorsOut(weight.storage))
      await lowering.lower(match, weight, weight.storage);
    else lowering.nodes.push(node);
  }
  return removeDeadCode({ ...graph, nodes: lowering.nodes, parameters: lowering.parameters });
}

// ---------------------------------------------------------------------------------------------

function factorsOut({ layout }: PackedStorage): boolean {
  return layout.symmetric && layout.strategy !== 'group';
}

class Lowering {
  readonly nodes: Node[] = [];
  readonly parameters: Map<string, Parameter>;
  readonly #taken: Set<string>;
  /** int8 codes by the float codes that they are cast from. */
  readonly #codes = new Map<string, string>();

  constructor(graph: Graph) {
    this.parameters = new Map(graph.parameters);
    this.#taken = takenNames(graph);
  }

  async lower({ consumer, codes, scale }: DynamicActivation, weight: Parameter, storage: PackedStorage): Promise<void> {
    const isConv = consumer.operator === 'Conv';
    const matrix = await storage.load();
    const activation = this.#codes.get(codes) ?? this.#add('Cast', [codes], { to: 'i8' }, `${codes}_i8`);
    this.#codes.set(codes, activation);
    const operands = [activation, this.#putCodes(weight, matrix, isConv)];
    const integer = isConv ? 'ConvInteger' : 'MatMulInteger';
    const sums = this.#add(integer, operands, isConv ? consumer.attributes : {}, `${consumer.name}_sums`);
    const floats = this.#add('Cast', [sums], { to: 'f32' }, `${consumer.name}_floats`);
    const scales = this.#putScales(weight, matrix, consumer);
    // One scale after the other: onnxruntime 1.30 fuses a product of the two with the bias, and then scales the bias too.
    const columns = this.#add('Mul', [floats, scales], {}, `${consumer.name}_columns`);
    const bias = this.#biasOf(consumer, weight.shape.length);
    if (bias === undefined) return this.#finish(consumer, 'Mul', [columns, scale]);
    this.#finish(consumer, 'Add', [this.#add('Mul', [columns, scale], {}, `${consumer.name}_scaled`), bias]);
  }

  /** int8 weights: as Conv has them, or [K, N] for MatMulInteger. */
  #putCodes(weight: Parameter, { layout, codes }: PackedMatrix, isConv: boolean): string {
    const { bits, rows, columns } = layout;
    const unsigned = unpackCodes(bits, rows, columns, codes);
    const data = new Int8Array(unsigned.length);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        data[isConv ? row * columns + column : column * rows + row] =
          unsigned[row * columns + column] - symmetricZero(bits);
    const shape = isConv ? weight.shape : [columns, rows];
    return this.#put({ name: `${weight.name}_i8`, dtype: 'i8', shape, storage: denseStorage('i8', data) });
  }

  /** Weight scales that broadcast against the output: [N], or [1, M, 1, ...] for Conv. Gemm's alpha goes in. */
  #putScales(weight: Parameter, { scales, layout }: PackedMatrix, consumer: OperatorNode): string {
    const alpha = consumer.operator === 'Gemm' ? Number(consumer.attributes.alpha ?? 1) : 1;
    const half = alpha === 1 && layout.scaleDType === 'f16';
    const storage = half
      ? denseStorage('f16', scalesToHalf(scales))
      : denseStorage(
          'f32',
          scales.map((scale) => scale * alpha),
        );
    const trailing = weight.shape.slice(2).map(() => 1);
    const shape = consumer.operator === 'Conv' ? [1, scales.length, ...trailing] : [scales.length];
    return this.#put({ name: `${weight.name}_scales`, dtype: 'f32', shape, storage });
  }

  #biasOf(consumer: OperatorNode, rank: number): string | undefined {
    const name = consumer.inputs[2];
    if (!name) return undefined;
    if (consumer.operator === 'Conv') {
      const shape = this.#putInts(`${consumer.name}_bias_shape`, [1, -1, ...Array<number>(rank - 2).fill(1)]);
      return this.#add('Reshape', [name, shape], {}, `${consumer.name}_bias`);
    }
    const beta = Number(consumer.attributes.beta ?? 1);
    if (beta === 1) return name;
    const factor = this.#put({
      name: `${consumer.name}_beta`,
      dtype: 'f32',
      shape: [],
      storage: denseStorage('f32', Float32Array.of(beta)),
    });
    return this.#add('Mul', [name, factor], {}, `${consumer.name}_bias`);
  }

  #add(operator: OperatorName, inputs: string[], attributes: OperatorNode['attributes'], stem: string): string {
    const name = freshName(this.#taken, stem);
    this.nodes.push({ kind: 'operator', name, operator, inputs, outputs: [name], attributes });
    return name;
  }

  /** The last node takes the name and the output of the layer that it stands for. */
  #finish({ name, outputs }: OperatorNode, operator: OperatorName, inputs: string[]): void {
    this.nodes.push({ kind: 'operator', name, operator, inputs, outputs, attributes: {} });
  }

  #put(parameter: Parameter): string {
    const name = freshName(this.#taken, parameter.name);
    this.parameters.set(name, { ...parameter, name });
    return name;
  }

  #putInts(name: string, values: number[]): string {
    const storage = denseStorage('i64', BigInt64Array.from(values, BigInt));
    return this.#put({ name, dtype: 'i64', shape: [values.length], storage });
  }
}
