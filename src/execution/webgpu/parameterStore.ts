/**
 * What was uploaded to a device and is never written there: parameters and data derived from them, by the storage they
 * come from. Two plans over one set of parameters share one upload; it is freed with the last plan that uses it.
 */

import { bytesOfRef } from './bufferRef.ts';
import type { Upload } from './compile/program.ts';
import { watched } from './errors.ts';
import { storageUsage } from './gpuUsage.ts';

interface Entry {
  users: number;
  readonly buffer: Promise<GPUBuffer>;
}

/** Uploads larger than this go in parts, so that no single copy of a large weight stands in the queue's memory. */
const largestWrite = 16 * 1024 * 1024;

export class ParameterStore {
  readonly #gpuDevice: GPUDevice;
  readonly #byOwner = new WeakMap<object, Map<string, Entry>>();

  constructor(gpuDevice: GPUDevice) {
    this.#gpuDevice = gpuDevice;
  }

  /**
   * The buffer of an upload; each call is to be matched by one of `release`.
   *
   * @throws ExecutionError `webgpu/out-of-memory` naming the parameter and its bytes
   */
  acquire(upload: Upload): Promise<GPUBuffer> {
    const entries = this.#entries(upload);
    const found = entries.get(upload.key);
    const entry = found ?? { users: 0, buffer: this.#upload(upload) };
    entry.users += 1;
    entries.set(upload.key, entry);
    entry.buffer.catch(() => entries.delete(upload.key));
    return entry.buffer;
  }

  release(upload: Upload): void {
    const entries = this.#entries(upload);
    const entry = entries.get(upload.key);
    if (!entry) return;
    entry.users -= 1;
    if (entry.users > 0) return;
    entries.delete(upload.key);
    entry.buffer.then((buffer) => buffer.destroy()).catch(() => {});
  }

  /** What belongs to no parameter is kept under the store itself, by its key. */
  #entries({ owner = this }: Upload): Map<string, Entry> {
    const entries = this.#byOwner.get(owner) ?? new Map<string, Entry>();
    this.#byOwner.set(owner, entries);
    return entries;
  }

  async #upload({ ref, spec }: Upload): Promise<GPUBuffer> {
    const data = await spec.load();
    const bytes = bytesOfRef(ref);
    const doing = { what: `uploading ${ref.name}`, bytes };
    const { value: buffer, checked } = watched(this.#gpuDevice, doing, () =>
      this.#gpuDevice.createBuffer({ label: ref.name, size: bytes, usage: storageUsage }),
    );
    await checked;
    const source = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    for (let at = 0; at < source.length; at += largestWrite) {
      this.#gpuDevice.queue.writeBuffer(buffer, at, source.subarray(at, at + largestWrite));
    }
    return buffer;
  }
}
