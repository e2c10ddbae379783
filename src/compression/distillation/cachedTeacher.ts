/**
 * A teacher that has said what it has to say: its class scores for every sample, computed once, all of them or the
 * largest k and the mean of the rest, so that it may leave the device. Training reads them as inputs, row by row.
 */
import { DataError } from '../../core/errors.ts';
import type { TaskOptions } from '../../core/task.ts';
import { createProgressReporter } from '../../core/task.ts';
import type { SampleSource } from '../../evaluation/collectOutputs.ts';
import { runBatches } from '../../evaluation/collectOutputs.ts';
import type { Executor } from '../../execution/executor.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Graph } from '../../graph/graph.ts';
import { shapeOf } from '../../graph/operators/expandTo.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { decodeNumbers } from '../../tensor/tensor.ts';

export interface TeacherCache {
  readonly samples: number;
  readonly classes: number;
  /** Scores that are kept a sample; `classes` when all are. */
  readonly kept: number;
  /** (samples, kept) */
  readonly values: Float32Array;
  /** (samples, kept) classes of the values; absent when all are kept, in order. */
  readonly indices?: Int32Array;
  /** (samples) the score that, given to each class left out, keeps their probability together; absent when none is. */
  readonly rest?: Float32Array;
  /** Bytes of the three arrays. */
  readonly bytes: number;
  /** Milliseconds that the teacher took for all samples. */
  readonly ms: number;
}

export interface CacheOptions extends TaskOptions {
  /** The largest scores to keep; all when left out or not below the number of classes. */
  readonly topK?: number;
  readonly batch?: number;
}

/** @throws DataError `data/teacher` when the teacher's first output is not a row of scores a sample */
export async function cacheTeacher(
  executor: Executor,
  teacher: Graph,
  data: SampleSource,
  options: CacheOptions = {},
): Promise<TeacherCache> {
  const start = performance.now();
  const [output] = teacher.outputs;
  const progress = createProgressReporter("storing the teacher's scores", data.samples, options.onProgress);
  let cache: Filling | undefined;
  await runBatches(executor, { ...teacher, outputs: [output] }, data, options, (outputs, from, count) => {
    const { dtype, shape, data: raw } = outputs[output];
    if (shape.length !== 2 || shape[0] < count) refuse(output, shape);
    cache ??= allocate(data.samples, shape[1], options.topK ?? shape[1]);
    const scores = decodeNumbers(dtype, raw);
    for (let row = 0; row < count; row++)
      store(cache, from + row, scores.subarray(row * shape[1], (row + 1) * shape[1]));
    progress(from + count);
    return true;
  });
  const filled = cache ?? allocate(0, 1, 1);
  const bytes = filled.values.byteLength + (filled.indices?.byteLength ?? 0) + (filled.rest?.byteLength ?? 0);
  return { ...filled, bytes, ms: performance.now() - start };
}

/** Names of the inputs of stored scores. */
const inputs = { values: 'teacher_values', indices: 'teacher_indices', rest: 'teacher_rest' } as const;

export interface CachedScores {
  /** Value: f32 [batch, classes]. */
  readonly scores: string;
  /** Inputs, a row a sample. */
  readonly perSample: readonly string[];
}

/** Adds the inputs of stored scores and puts full rows together from them. */
export function addCachedScores(
  builder: GraphBuilder,
  like: string,
  { classes, kept }: Pick<TeacherCache, 'classes' | 'kept'>,
): CachedScores {
  const [batch] = builder.type(like).shape;
  const values = builder.input(builder.unique(inputs.values), 'f32', [batch, kept]);
  if (kept === classes) return { scores: values, perSample: [values] };
  const indices = builder.input(builder.unique(inputs.indices), 'i64', [batch, kept]);
  const rest = builder.input(builder.unique(inputs.rest), 'f32', [batch, 1]);
  const context = { builder, type: (name: string) => builder.type(name) };
  const filled = builder.add('Expand', [rest, shapeOf(context, like)]);
  const scores = builder.add('ScatterElements', [filled, indices, values], { axis: 1 });
  return { scores, perSample: [values, indices, rest] };
}

/** Rows of a cache for `addCachedScores`, by input name. */
export function cachedRows(cache: TeacherCache): Record<string, (rows: Int32Array) => Tensor> {
  const { kept, values, indices, rest } = cache;
  const pick = (source: Float32Array | Int32Array, width: number) => (rows: Int32Array) => {
    const out = new Float64Array(rows.length * width);
    rows.forEach((row, i) => {
      out.set(source.subarray(row * width, (row + 1) * width), i * width);
    });
    return out;
  };
  const floats =
    (source: Float32Array, width: number) =>
    (rows: Int32Array): Tensor => ({
      dtype: 'f32',
      shape: [rows.length, width],
      data: Float32Array.from(pick(source, width)(rows)),
    });
  if (!indices || !rest) return { [inputs.values]: floats(values, kept) };
  return {
    [inputs.values]: floats(values, kept),
    [inputs.indices]: (rows) => ({
      dtype: 'i64',
      shape: [rows.length, kept],
      data: BigInt64Array.from(pick(indices, kept)(rows), BigInt),
    }),
    [inputs.rest]: floats(rest, 1),
  };
}

// ---------------------------------------------------------------------------------------------

type Filling = Pick<TeacherCache, 'samples' | 'classes' | 'kept' | 'values' | 'indices' | 'rest'>;

function allocate(samples: number, classes: number, topK: number): Filling {
  const kept = Math.max(1, Math.min(topK, classes));
  const values = new Float32Array(samples * kept);
  if (kept === classes) return { samples, classes, kept, values };
  return { samples, classes, kept, values, indices: new Int32Array(samples * kept), rest: new Float32Array(samples) };
}

function store({ kept, values, indices, rest }: Filling, sample: number, row: Float64Array): void {
  if (!indices || !rest) {
    values.set(row, sample * kept);
    return;
  }
  const order = Int32Array.from(row.keys()).sort((a, b) => row[b] - row[a]);
  order.subarray(0, kept).forEach((index, i) => {
    values[sample * kept + i] = row[index];
    indices[sample * kept + i] = index;
  });
  const others = Float64Array.from(order.subarray(kept), (index) => row[index]);
  const peak = others[0];
  rest[sample] = peak + Math.log(others.reduce((sum, score) => sum + Math.exp(score - peak), 0) / others.length);
}

function refuse(output: string, shape: readonly number[]): never {
  throw new DataError(
    'data/teacher',
    `The teacher's output "${output}" is ${shape.join('×')}; stored scores are one row of classes a sample. Keep the teacher attached instead.`,
    { output, shape },
  );
}
