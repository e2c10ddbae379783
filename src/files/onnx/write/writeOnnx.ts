/**
 * Writes a Graph as ONNX: opset 21 unless a node needs more, fused operators decomposed, packed weights in the form
 * that was asked for, states as inputs and outputs (see `reserved.ts`). What comes out opens in onnxruntime and in
 * our own reader to the same numbers. Not for graphs above 2 GiB.
 */
import type { Graph } from '../../../graph/graph.ts';
import { operatorOf } from '../../../graph/graph.ts';
import type { GraphTypes } from '../../../graph/inferTypes.ts';
import { inferTypes, knownValues } from '../../../graph/inferTypes.ts';
import { operators } from '../../../graph/operators/index.ts';
import type { Candidate } from '../../../graph/passes/decompose.ts';
import { decompose } from '../../../graph/passes/decompose.ts';
import { findDynamic } from '../../../graph/passes/dynamicQuantization.ts';
import { lowerDynamic } from '../../../graph/passes/lowerDynamic.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { refuse } from '../malformed.ts';
import { encodeModel } from './encodeModel.ts';
import type { OnnxForm } from './lowerStorage.ts';
import { lowerStorage } from './lowerStorage.ts';
import { withPlainOutputs } from './plainOutputs.ts';

export interface WriteOnnxOptions {
  /** `qdq`: DequantizeLinear; `nbits`: MatMulNBits where it fits, else DequantizeLinear; `dense`: floats. */
  readonly form: OnnxForm;
  /** Concrete shapes that inputs are fixed to, by name. */
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
  /** Values of inputs from which shapes are computed, by name; only the described shapes of outputs follow from them. */
  readonly values?: Readonly<Record<string, Tensor>>;
  /** Whether the values that states start from are written too (true when left out). */
  readonly initialStates?: boolean;
}

export interface WrittenOnnx {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where the file differs from the graph: containers wider than the codes, repeated scales. Sentences. */
  readonly substitutions: readonly string[];
  /** Names in the file of outputs that could not keep theirs (an input or weight that is an output itself). */
  readonly renamed: ReadonlyMap<string, string>;
}

/**
 * @throws GraphError when shapes do not fit
 * @throws FileError `onnx/fused` when a fused node cannot be taken apart
 * @throws FileError `onnx/too-large` above protobuf's 2 GiB
 */
export async function writeOnnx(graph: Graph, options: WriteOnnxOptions): Promise<WrittenOnnx> {
  const known = knownValues(options.values);
  const infer = (of: Graph) => inferTypes(of, { shapes: options.shapes, known });
  const { graph: wired, renamed } = withPlainOutputs(graph);
  const integer = await lowerDynamic(wired);
  const plain = await withoutFused(integer, infer);
  const { graph: lowered, substitutions } = lowerStorage(plain, options.form);
  const { types } = await infer(lowered);
  const initialStates = options.initialStates ?? true;
  const bytes = await encodeModel(lowered, { types, shapes: options.shapes, initialStates });
  return { bytes, substitutions: [...(await floatProducts(integer)), ...substitutions], renamed };
}

// ---------------------------------------------------------------------------------------------

/** Operators of opsets after 21 that older ones can say as well. */
const youngOperators: ReadonlySet<string> = new Set(['RMSNormalization', 'Swish']);

/** Dropout with a training mode is random in ONNX; ours is a hash of plain operators, the same everywhere. */
const isFused = ({ operator, inputs }: Candidate): boolean =>
  operators[operator].domain === 'decant' ||
  youngOperators.has(operator) ||
  (operator === 'Dropout' && Boolean(inputs[2]));

/** Fused operators as plain ones, which is all that a file can hold. */
async function withoutFused(graph: Graph, infer: (graph: Graph) => Promise<GraphTypes>): Promise<Graph> {
  if (!graph.nodes.some((node) => node.kind === 'operator' && isFused(node))) return graph;
  const plain = decompose(graph, await infer(graph), isFused);
  const left = plain.nodes.find((node) => node.kind === 'operator' && operators[node.operator].domain === 'decant');
  if (left)
    refuse(
      'fused',
      graph.name,
      `node "${left.name}" (${operatorOf(left)}) is no operator of ONNX, and behind an operator that Decant does not know it cannot be taken apart.`,
      { node: left.name },
    );
  return plain;
}

/** Layers whose quantized activations meet scales that do not factor out of the sum. */
async function floatProducts(graph: Graph): Promise<string[]> {
  const left = await findDynamic(graph);
  return [...left.keys()].map(
    (node) =>
      `Node "${node}" multiplies its int8 activations as floats: its weight's scales a group do not factor out of an integer sum.`,
  );
}
