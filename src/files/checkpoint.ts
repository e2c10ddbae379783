/**
 * A checkpoint: named lazy tensors and what the files say of themselves, before anyone knows the architecture.
 * safetensors (and GGUF) become this; `models/` makes a Graph of it. Nothing is read but headers until a tensor is.
 */
import { FileError } from '../core/errors.ts';
import type { Parameter } from '../graph/graph.ts';

/** A tensor of a file: a parameter, and how the file holds it. */
export interface CheckpointTensor extends Parameter {
  /** The dtype in the file's words: 'BF16'. */
  readonly fileDType: string;
  /** Bytes in the file. */
  readonly bytes: number;
}

export interface Checkpoint {
  readonly format: 'safetensors';
  readonly name: string;
  readonly tensors: ReadonlyMap<string, CheckpointTensor>;
  /** Free text: licence, source, architecture. */
  readonly metadata: Readonly<Record<string, string>>;
  /** config.json as parsed, where one came along. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** @throws FileError `checkpoint/missing` when the checkpoint has no such tensor */
export function tensorOf(checkpoint: Checkpoint, name: string): CheckpointTensor {
  const tensor = checkpoint.tensors.get(name);
  if (tensor) return tensor;
  throw new FileError(
    'checkpoint/missing',
    `${checkpoint.name} has no tensor "${name}", which its architecture needs; it has ${checkpoint.tensors.size} others. Check that all shards were opened together.`,
    { name },
  );
}
