/**
 * Writes a Graph as ONNX: opset 21 unless a node needs more, fused operators decomposed, packed weights in the form
 * that was asked for, states as inputs and outputs (see `reserved.ts`). What comes out opens in onnxruntime and in
 * our own reader to the same numbers. Not for graphs above 2 GiB.
 */
import type { Graph } from '../../../graph/graph.ts';
import { inferTypes } from '../../../graph/inferTypes.ts';
import { operators } from '../../../graph/operators/index.ts';
import type { Candidate } from '../../../graph/passes/decompose.ts';
import { decompose } from '../../../graph/passes/decompose.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { toNumbers } from '../../../tensor/tensor.ts';
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
 * @throws FileError `onnx/too-large` above protobuf's 2 GiB
 */
export async function writeOnnx(graph: Graph, options: WriteOnnxOptions): Promise<WrittenOnnx> {
  const { graph: plain, renamed } = withPlainOutputs(graph);
  const { graph: lowered, substitutions } = lowerStorage(plain, options.form);
  const values = Object.entries(options.values ?? {});
  const known = new Map(values.map(([name, tensor]) => [name, { numbers: toNumbers(tensor) }]));
  const types = await inferTypes(lowered, { shapes: options.shapes, known });
  const bytes = await encodeModel(decompose(lowered, types, isOurOwn), {
    types: types.types,
    shapes: options.shapes,
    initialStates: options.initialStates ?? true,
  });
  return { bytes, substitutions, renamed };
}

// ---------------------------------------------------------------------------------------------

/** Operators that no other program knows. */
const isOurOwn = ({ operator }: Candidate): boolean => operators[operator].domain === 'decant';
