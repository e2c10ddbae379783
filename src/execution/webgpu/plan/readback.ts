/** Results back to the CPU: copied into one mappable buffer at the end of a submit, staging buffers reused. */
import type { Tensor } from '../../../tensor/tensor.ts';
import type { ValueRef } from '../bufferRef.ts';
import type { Device } from '../device.ts';
import { mapRead, readbackUsage } from '../gpuUsage.ts';
import { fromDeviceData } from '../transfer.ts';
import type { BufferRange } from './planBuffers.ts';

export interface Wanted {
  /** `name` is the key of the result. */
  readonly ref: ValueRef;
  readonly range: BufferRange;
}

/** Staging buffers kept for the next run. */
const mostIdle = 4;

export class Readback {
  readonly #device: Device;
  readonly #idle: GPUBuffer[] = [];
  #disposed = false;

  constructor(device: Device) {
    this.#device = device;
  }

  /** Encodes the copies; the returned function waits for them and is to be called once, after the submit. */
  copy(encoder: GPUCommandEncoder, wanted: readonly Wanted[]): () => Promise<Record<string, Tensor>> {
    const offsets: number[] = [];
    let bytes = 0;
    for (const { ref } of wanted) {
      offsets.push(bytes);
      bytes += Math.ceil((ref.count * 4) / 8) * 8;
    }
    if (bytes === 0) return async () => tensorsOf(wanted, offsets, new ArrayBuffer(0));
    const staging = this.#take(bytes);
    wanted.forEach(({ ref, range }, i) => {
      if (ref.count > 0) encoder.copyBufferToBuffer(range.buffer, range.offset, staging, offsets[i], ref.count * 4);
    });
    return async () => {
      await staging.mapAsync(mapRead, 0, bytes);
      const content = staging.getMappedRange(0, bytes).slice(0);
      staging.unmap();
      this.#give(staging);
      return tensorsOf(wanted, offsets, content);
    };
  }

  dispose(): void {
    this.#disposed = true;
    for (const buffer of this.#idle.splice(0)) buffer.destroy();
  }

  #take(bytes: number): GPUBuffer {
    const fitting = this.#idle.findIndex(({ size }) => size >= bytes);
    if (fitting >= 0) return this.#idle.splice(fitting, 1)[0];
    return this.#device.gpuDevice.createBuffer({ label: 'readback', size: bytes, usage: readbackUsage });
  }

  #give(staging: GPUBuffer): void {
    if (this.#disposed || this.#idle.length >= mostIdle) staging.destroy();
    else this.#idle.push(staging);
  }
}

// ---------------------------------------------------------------------------------------------

function tensorsOf(
  wanted: readonly Wanted[],
  offsets: readonly number[],
  content: ArrayBuffer,
): Record<string, Tensor> {
  const entries = wanted.map(({ ref }, i) => {
    const bytes = content.slice(offsets[i], offsets[i] + ref.count * 4);
    return [ref.name, fromDeviceData(ref.dtype, ref.shape, bytes)] as const;
  });
  return Object.fromEntries(entries);
}
