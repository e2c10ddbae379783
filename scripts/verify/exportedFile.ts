/** An exported ONNX file in onnxruntime-web as it stands, without our reader and writer: the independent judge. */
import { openSession } from '../../src/execution/onnx/onnxExecutor.ts';
import { openRuntime } from '../../src/execution/onnx/runtime.ts';

/** Samples in one run. */
const batch = 250;

/**
 * The class that the file gives each sample.
 *
 * @param samples raw values, one sample after the other
 * @param shape of one sample
 */
export async function answersOfFile(
  bytes: Uint8Array,
  samples: Uint8Array,
  shape: readonly number[],
): Promise<number[]> {
  const runtime = await openRuntime({ threads: 1 });
  const session = await openSession(runtime, bytes);
  const [input] = session.inputNames;
  const [output] = session.outputNames;
  const size = shape.reduce((a, b) => a * b, 1);
  const answers: number[] = [];
  try {
    for (let at = 0; at < samples.length; at += batch * size) {
      const part = samples.subarray(at, at + batch * size);
      const dims = [part.length / size, ...shape];
      const [type] = session.inputMetadata.map((meta) => (meta.isTensor ? meta.type : ''));
      const tensor =
        type === 'uint8'
          ? new runtime.ort.Tensor('uint8', part, dims)
          : new runtime.ort.Tensor('float32', Float32Array.from(part), dims);
      const results = await session.run({ [input]: tensor });
      answers.push(...largestOfRows(results[output].data as Float32Array, dims[0]));
    }
  } finally {
    await session.release();
  }
  return answers;
}

// ---------------------------------------------------------------------------------------------------------------------

function largestOfRows(scores: Float32Array, rows: number): number[] {
  const classes = scores.length / rows;
  return Array.from({ length: rows }, (_, row) => {
    const own = scores.subarray(row * classes, (row + 1) * classes);
    return own.reduce((best, score, i) => (score > own[best] ? i : best), 0);
  });
}
