/**
 * Checkpoints: the states of a run after some step, and what it takes to go on from there, as bytes. A file that was cut
 * short or changed is refused, so that a run falls back to the one before. Where bytes are kept is the store's matter.
 *
 * Layout: "DCKP", version u32, header length u32, payload length u32, FNV-1a hash of header and payload u32, then the
 * header (JSON: names, dtypes, shapes, offsets) and the payload, tensor after tensor.
 */
import { DecantError } from '../core/errors.ts';
import type { Tensors } from '../execution/executor.ts';
import { bytesOf, dtypes, parseDType } from '../tensor/dtype.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Mark } from './settings.ts';

export interface TrainingCheckpoint {
  /** Steps that have been made. */
  readonly step: number;
  readonly states: Tensors;
  /** Changes of settings up to here, so that a run goes on with what it had. */
  readonly marks: readonly Mark[];
}

/** Where checkpoints are kept: named bytes. `write` must leave either the old bytes or the new ones, never a part. */
export interface CheckpointStore {
  write(name: string, bytes: Uint8Array): Promise<void>;
  read(name: string): Promise<Uint8Array | undefined>;
  names(): Promise<readonly string[]>;
  remove(name: string): Promise<void>;
}

/** A store that forgets when the page closes. */
export function memoryCheckpoints(): CheckpointStore {
  const files = new Map<string, Uint8Array>();
  return {
    write: async (name, bytes) => void files.set(name, bytes),
    read: async (name) => files.get(name),
    names: async () => [...files.keys()],
    remove: async (name) => void files.delete(name),
  };
}

/** The name of the checkpoint after a step; names sort in the order of steps. */
export const checkpointName = (step: number): string => `step-${String(step).padStart(9, '0')}.ckpt`;

/** The step in the name of a checkpoint; NaN for another name. */
export const stepOfName = (name: string): number => Number(/^step-(\d+)\.ckpt$/.exec(name)?.[1] ?? Number.NaN);

/** Steps of which there are checkpoints, rising. */
export async function checkpointSteps(store: CheckpointStore): Promise<number[]> {
  const steps = (await store.names()).map(stepOfName).filter((step) => !Number.isNaN(step));
  return steps.sort((a, b) => a - b);
}

/** @throws DecantError `training/checkpoint` when there is none after this step, or its bytes are not whole */
export async function readCheckpoint(store: CheckpointStore, step: number): Promise<TrainingCheckpoint> {
  const bytes = await store.read(checkpointName(step));
  if (bytes) return decodeCheckpoint(bytes, checkpointName(step));
  const have = await checkpointSteps(store);
  throw new DecantError(
    'training/checkpoint',
    `There is no checkpoint after step ${step}; there are ${have.join(', ') || 'none'}.`,
    { step, have },
  );
}

/** The newest checkpoint that is whole; broken ones are passed over and named. */
export async function latestCheckpoint(
  store: CheckpointStore,
): Promise<{ readonly checkpoint?: TrainingCheckpoint; readonly broken: readonly string[] }> {
  const broken: string[] = [];
  for (const step of (await checkpointSteps(store)).reverse()) {
    try {
      return { checkpoint: await readCheckpoint(store, step), broken };
    } catch (error) {
      if (!(error instanceof DecantError)) throw error;
      broken.push(checkpointName(step));
    }
  }
  return { broken };
}

/** The bytes that `decodeCheckpoint` takes, whole only with the hash in their header. */
export function encodeCheckpoint({ step, states, marks }: TrainingCheckpoint): Uint8Array {
  const tensors = Object.entries(states).map(([name, { dtype, shape, data }]) => ({ name, dtype, shape, data }));
  const listed = tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape }));
  const header = new TextEncoder().encode(JSON.stringify({ step, marks, tensors: listed }));
  const payload = tensors.reduce((sum, { data }) => sum + data.byteLength, 0);
  const bytes = new Uint8Array(preamble + header.length + payload);
  bytes.set(header, preamble);
  let at = preamble + header.length;
  for (const { data } of tensors) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  const view = new DataView(bytes.buffer);
  [magic, version, header.length, payload, hashOf(bytes.subarray(preamble))].forEach((word, i) => {
    view.setUint32(4 * i, word, true);
  });
  return bytes;
}

/** @throws DecantError `training/checkpoint` naming what is wrong with the bytes */
export function decodeCheckpoint(bytes: Uint8Array, name = 'checkpoint'): TrainingCheckpoint {
  const refuse = (why: string): never => {
    throw new DecantError('training/checkpoint', `${name} ${why}. Go on from an earlier checkpoint.`, { name });
  };
  if (bytes.length < preamble) return refuse(`has ${bytes.length} bytes, too few for a checkpoint`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [mark, form, header, payload, hash] = [0, 1, 2, 3, 4].map((i) => view.getUint32(4 * i, true));
  if (mark !== magic || form !== version) return refuse('is no checkpoint of this version');
  const whole = preamble + header + payload;
  if (bytes.length !== whole) return refuse(`has ${bytes.length} of ${whole} bytes`);
  if (hashOf(bytes.subarray(preamble)) !== hash) return refuse('has been changed since it was written');
  const listed: Listed = JSON.parse(new TextDecoder().decode(bytes.subarray(preamble, preamble + header)));
  let at = preamble + header;
  const states = listed.tensors.map(({ name: own, dtype, shape }): [string, Tensor] => {
    const size = bytesOf(parseDType(dtype), sizeOf(shape));
    const piece = bytes.slice(at, at + size);
    at += size;
    const known = parseDType(dtype);
    return [own, { dtype: known, shape, data: new dtypes[known].array(piece.buffer) }];
  });
  return { step: listed.step, marks: listed.marks, states: Object.fromEntries(states) };
}

// ---------------------------------------------------------------------------------------------

interface Listed {
  readonly step: number;
  readonly marks: readonly Mark[];
  readonly tensors: readonly { readonly name: string; readonly dtype: string; readonly shape: readonly number[] }[];
}

const magic = 0x504b4344;
const version = 1;
const preamble = 20;

/** FNV-1a over 32-bit words, the rest over bytes: finds cut and changed files, not forged ones. */
export function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash >>> 0;
}
