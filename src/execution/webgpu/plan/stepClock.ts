/** A clock for passes: the GPU's timestamps where they are offered and work, else the wall clock around a submit. */
import type { NodeProfile } from '../../executor.ts';
import type { Device } from '../device.ts';
import { mapRead, queryUsage, readbackUsage } from '../gpuUsage.ts';

/** Encodes what is to be timed into one pass that takes these timestamps. */
export type EncodeTimed = (encoder: GPUCommandEncoder, timestampWrites?: GPUComputePassTimestampWrites) => void;

export interface StepClock {
  readonly name: NodeProfile['clock'];
  /** Milliseconds from the beginning to the end of a pass. */
  time(encode: EncodeTimed): Promise<number>;
  dispose(): void;
}

export function createStepClock(device: Device): StepClock {
  return device.capabilities.timestamps ? new TimestampClock(device) : new WallClock(device);
}

// ---------------------------------------------------------------------------------------------

class TimestampClock implements StepClock {
  readonly name = 'gpu-timestamp';
  readonly #device: Device;
  readonly #queries: GPUQuerySet;
  readonly #resolved: GPUBuffer;
  readonly #staging: GPUBuffer;

  constructor(device: Device) {
    const { gpuDevice } = device;
    this.#device = device;
    this.#queries = gpuDevice.createQuerySet({ label: 'step clock', type: 'timestamp', count: 2 });
    this.#resolved = gpuDevice.createBuffer({ label: 'timestamps', size: 256, usage: queryUsage });
    this.#staging = gpuDevice.createBuffer({ label: 'timestamps read back', size: 16, usage: readbackUsage });
  }

  async time(encode: EncodeTimed): Promise<number> {
    const { gpuDevice } = this.#device;
    const encoder = gpuDevice.createCommandEncoder({ label: 'timed step' });
    encode(encoder, { querySet: this.#queries, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 });
    encoder.resolveQuerySet(this.#queries, 0, 2, this.#resolved, 0);
    encoder.copyBufferToBuffer(this.#resolved, 0, this.#staging, 0, 16);
    gpuDevice.queue.submit([encoder.finish()]);
    await this.#staging.mapAsync(mapRead);
    const [begin, end] = new BigUint64Array(this.#staging.getMappedRange().slice(0));
    this.#staging.unmap();
    return end > begin ? Number(end - begin) / 1e6 : 0;
  }

  dispose(): void {
    this.#queries.destroy();
    this.#resolved.destroy();
    this.#staging.destroy();
  }
}

class WallClock implements StepClock {
  readonly name = 'wall';
  readonly #device: Device;
  /** Milliseconds of a submit that does nothing. */
  #empty: number | undefined;

  constructor(device: Device) {
    this.#device = device;
  }

  async time(encode: EncodeTimed): Promise<number> {
    this.#empty ??= Math.min(await this.#submit(() => {}), await this.#submit(() => {}));
    return Math.max(0, (await this.#submit(encode)) - this.#empty);
  }

  dispose(): void {}

  async #submit(encode: EncodeTimed): Promise<number> {
    const { gpuDevice } = this.#device;
    const start = performance.now();
    const encoder = gpuDevice.createCommandEncoder({ label: 'timed step' });
    encode(encoder);
    gpuDevice.queue.submit([encoder.finish()]);
    await gpuDevice.queue.onSubmittedWorkDone();
    return performance.now() - start;
  }
}
