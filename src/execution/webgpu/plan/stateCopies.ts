/** Brings the next values of states to their places at the end of a run, where they could not be computed there. */
import type { MemoryPlan } from '../compile/memoryPlan.ts';
import type { ProgramState } from '../compile/program.ts';
import type { Device } from '../device.ts';
import { watched } from '../errors.ts';
import { storageUsage } from '../gpuUsage.ts';
import type { BufferRange, PlanBuffers } from './planBuffers.ts';

interface StateCopy {
  readonly from: BufferRange;
  readonly to: BufferRange;
  /** Where the source is itself a state that is about to change, it is set aside first: two states may swap. */
  readonly aside: GPUBuffer | undefined;
}

export class StateCopies {
  readonly #copies: readonly StateCopy[];

  private constructor(copies: readonly StateCopy[]) {
    this.#copies = copies;
  }

  static async create(device: Device, memory: MemoryPlan, buffers: PlanBuffers): Promise<StateCopies> {
    const copies = memory.stateCopies.map(async ({ state, value, next }: ProgramState): Promise<StateCopy> => {
      const from = buffers.range(next);
      const aside =
        memory.placeOf(next).kind === 'state' ? await createAside(device, state.name, from.size) : undefined;
      return { from, to: buffers.range(value), aside };
    });
    return new StateCopies(await Promise.all(copies));
  }

  encode(encoder: GPUCommandEncoder): void {
    for (const { from, aside } of this.#copies)
      if (aside) encoder.copyBufferToBuffer(from.buffer, from.offset, aside, 0, from.size);
    for (const { from, to, aside } of this.#copies)
      if (aside) encoder.copyBufferToBuffer(aside, 0, to.buffer, to.offset, to.size);
      else encoder.copyBufferToBuffer(from.buffer, from.offset, to.buffer, to.offset, to.size);
  }

  dispose(): void {
    for (const { aside } of this.#copies) aside?.destroy();
  }
}

// ---------------------------------------------------------------------------------------------

async function createAside(device: Device, name: string, bytes: number): Promise<GPUBuffer> {
  const { value, checked } = watched(device.gpuDevice, { what: `allocating the next value of ${name}`, bytes }, () =>
    device.gpuDevice.createBuffer({ label: `next ${name}`, size: bytes, usage: storageUsage }),
  );
  await checked;
  return value;
}
