/** A teacher's stored scores as bytes, in the container of checkpoints, so that what is cut or changed is refused. */
import type { Tensors } from '../../execution/executor.ts';
import { createTensor } from '../../tensor/tensor.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../training/checkpoint.ts';
import type { TeacherCache } from './cachedTeacher.ts';

/** Scores (samples, kept) in f32 with, where only the largest are kept, their classes and what the rest adds up to. */
export function encodeCache({ samples, classes, kept, values, indices, rest, ms }: TeacherCache): Uint8Array {
  const states: Tensors = {
    values: createTensor('f32', [samples, kept], values),
    facts: createTensor('f32', [2], Float32Array.of(classes, ms)),
    ...(indices ? { indices: createTensor('i32', [samples, kept], indices) } : {}),
    ...(rest ? { rest: createTensor('f32', [samples], rest) } : {}),
  };
  return encodeCheckpoint({ step: 0, states, marks: [] });
}

/** @throws DecantError `training/checkpoint` when the bytes are not whole */
export function decodeCache(bytes: Uint8Array, name = "the teacher's stored scores"): TeacherCache {
  const { values, facts, indices, rest } = decodeCheckpoint(bytes, name).states;
  const [samples, kept] = values.shape;
  const floats = (data: ArrayLike<number | bigint>) =>
    Float32Array.from({ length: data.length }, (_, i) => Number(data[i]));
  const [classes, ms] = floats(facts.data);
  const own = { values: floats(values.data) };
  const cut = indices && rest ? { indices: Int32Array.from(floats(indices.data)), rest: floats(rest.data) } : {};
  const size = own.values.byteLength + (cut.indices?.byteLength ?? 0) + (cut.rest?.byteLength ?? 0);
  return { samples, classes, kept, ...own, ...cut, bytes: size, ms };
}
