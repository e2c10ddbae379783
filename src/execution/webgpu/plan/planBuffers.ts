/** The GPU buffers of one plan: the pool's slots, states, and borrowed parameters. */
import { invariant } from '../../../core/errors.ts';
import type { PlanMemory } from '../../executor.ts';
import { loadStorage } from '../../loadParameters.ts';
import type { BufferRef } from '../bufferRef.ts';
import { bytesOfRef } from '../bufferRef.ts';
import type { LoweredGraph } from '../compile/lowerGraph.ts';
import type { MemoryPlan, Place } from '../compile/memoryPlan.ts';
import type { ProgramState, Upload } from '../compile/program.ts';
import { wholeOf } from '../compile/program.ts';
import type { Device } from '../device.ts';
import { watched } from '../errors.ts';
import { storageUsage } from '../gpuUsage.ts';
import { toDeviceData } from '../transfer.ts';

/** A range of a GPU buffer, as bind groups take it. */
export interface BufferRange {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}

export class PlanBuffers {
  readonly #memory: MemoryPlan;
  readonly #device: Device;
  readonly #slots: readonly GPUBuffer[];
  /** By the position of the first state that each holds. */
  readonly #states: ReadonlyMap<number, GPUBuffer>;
  readonly #constants: ReadonlyMap<BufferRef, GPUBuffer>;
  readonly #uploads: readonly Upload[];

  constructor(
    device: Device,
    memory: MemoryPlan,
    uploads: readonly Upload[],
    made: {
      slots: readonly GPUBuffer[];
      states: ReadonlyMap<number, GPUBuffer>;
      constants: ReadonlyMap<BufferRef, GPUBuffer>;
    },
  ) {
    this.#device = device;
    this.#memory = memory;
    this.#uploads = uploads;
    this.#slots = made.slots;
    this.#states = made.states;
    this.#constants = made.constants;
  }

  /** Bytes held, by what they hold. */
  get memory(): PlanMemory {
    const sum = (buffers: Iterable<GPUBuffer>) => [...buffers].reduce((bytes, { size }) => bytes + size, 0);
    return {
      parameters: sum(this.#constants.values()),
      intermediates: sum(this.#slots),
      states: sum(this.#states.values()),
    };
  }

  range(ref: BufferRef): BufferRange {
    const place = this.#memory.placeOf(ref);
    return { buffer: this.#buffer(place), offset: place.offset + (ref.part?.offset ?? 0), size: bytesOfRef(ref) };
  }

  dispose(): void {
    for (const buffer of [...this.#slots, ...this.#states.values()]) buffer.destroy();
    for (const upload of this.#uploads) this.#device.parameters.release(upload);
  }

  #buffer(place: Place): GPUBuffer {
    const found = this.#find(place);
    invariant(found, `a ${place.kind} without a buffer`);
    return found;
  }

  #find(place: Place): GPUBuffer | undefined {
    switch (place.kind) {
      case 'slot':
        return this.#slots[place.slot];
      case 'state':
        return this.#states.get(place.state);
      case 'constant':
        return this.#constants.get(wholeOf(place.ref));
      default:
        return place satisfies never;
    }
  }
}

/**
 * Allocates what a program needs and uploads its parameters and the initial values of its states. What was allocated
 * is freed again when something fails.
 *
 * @throws ExecutionError `webgpu/out-of-memory` naming what was to be allocated and its bytes
 */
export async function allocate(device: Device, program: LoweredGraph, memory: MemoryPlan): Promise<PlanBuffers> {
  const made: GPUBuffer[] = [];
  const create = async (label: string, bytes: number): Promise<GPUBuffer> => {
    const buffer = await createBuffer(device, label, bytes);
    made.push(buffer);
    return buffer;
  };
  const uploads = program.uploads.map((upload) => ({ upload, buffer: device.parameters.acquire(upload) }));
  try {
    const [slots, states, constants] = await Promise.all([
      Promise.all(memory.slots.map((bytes, i) => create(`intermediate values ${i}`, bytes))),
      Promise.all(
        [...memory.stateBuffers].map(
          async ([first, bytes]) => [first, await create(program.states[first].state.name, bytes)] as const,
        ),
      ),
      Promise.all(uploads.map(async ({ upload, buffer }) => [upload.ref, await buffer] as const)),
    ]);
    const held = { slots, states: new Map(states), constants: new Map(constants) };
    const buffers = new PlanBuffers(device, memory, program.uploads, held);
    await Promise.all(program.states.map((state) => writeInitial(device, state, buffers)));
    return buffers;
  } catch (error) {
    await Promise.allSettled(uploads.map(({ buffer }) => buffer));
    for (const { upload } of uploads) device.parameters.release(upload);
    for (const buffer of made) buffer.destroy();
    throw await device.explain(error, `allocating the buffers of ${program.steps.length} steps`);
  }
}

// ---------------------------------------------------------------------------------------------

async function createBuffer(device: Device, label: string, bytes: number): Promise<GPUBuffer> {
  const doing = { what: `allocating ${label}`, bytes };
  const { value, checked } = watched(device.gpuDevice, doing, () =>
    device.gpuDevice.createBuffer({ label, size: bytes, usage: storageUsage }),
  );
  await checked;
  return value;
}

async function writeInitial(device: Device, { state, value }: ProgramState, buffers: PlanBuffers): Promise<void> {
  const initial = toDeviceData(state.name, await loadStorage(state.initial, state));
  const { buffer, offset } = buffers.range(value);
  device.gpuDevice.queue.writeBuffer(buffer, offset, initial as Float32Array<ArrayBuffer>);
}
