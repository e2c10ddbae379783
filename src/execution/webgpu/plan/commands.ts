/** A program ready to be encoded: pipelines compiled, bind groups made, parameters of every dispatch in one uniform arena. */
import type { CompiledProgram } from '../compile/compileProgram.ts';
import type { MemoryPlan } from '../compile/memoryPlan.ts';
import type { Copy, Dispatch, Step } from '../compile/program.ts';
import type { Device } from '../device.ts';
import { watched } from '../errors.ts';
import { uniformUsage } from '../gpuUsage.ts';
import { largestParams } from '../kernels/params.ts';
import { copyDispatch } from '../lowering/copy.ts';
import { cutIntoSubmits } from './encode.ts';
import type { PlanBuffers } from './planBuffers.ts';
import { costOf, guessMs } from './stepCost.ts';

/** One dispatch, ready. */
export interface Command {
  readonly label: string;
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  /** Where its parameters lie in the arena. */
  readonly offset: number;
  readonly grid: readonly [number, number, number];
}

export interface CommandStep {
  readonly step: Step;
  readonly commands: readonly Command[];
  readonly guessedMs: number;
}

export interface Commands {
  readonly steps: readonly CommandStep[];
  /** The steps of each submit. */
  readonly submits: readonly (readonly CommandStep[])[];
  /** Group 1 of every dispatch. */
  readonly params: GPUBindGroup;
  dispose(): void;
}

/** @throws ExecutionError `webgpu/validation` naming the kernel that does not compile or bind */
export async function prepareCommands(
  device: Device,
  { types }: Pick<CompiledProgram, 'types'>,
  memory: MemoryPlan,
  buffers: PlanBuffers,
): Promise<Commands> {
  const { limits } = device.capabilities;
  const slice =
    Math.ceil(largestParams / limits.minUniformBufferOffsetAlignment) * limits.minUniformBufferOffsetAlignment;
  const kept = memory.steps.map((step) => ({
    step,
    dispatches: step.dispatches.flatMap((one) => resolve(one, memory, limits.maxComputeWorkgroupsPerDimension)),
  }));
  const all = kept.flatMap(({ dispatches }) => dispatches);
  const arena = await createArena(device, all, slice);
  let next = 0;
  const steps = await Promise.all(
    kept.map(async ({ step, dispatches }): Promise<CommandStep> => {
      const first = next;
      next += dispatches.length;
      const commands = dispatches.map((dispatch, i) => prepare(device, dispatch, buffers, (first + i) * slice));
      const guessedMs = guessMs(costOf(step, types), device.capabilities);
      return { step, commands: await Promise.all(commands), guessedMs };
    }),
  );
  const params = device.gpuDevice.createBindGroup({
    label: 'params',
    layout: device.pipelines.paramsLayout,
    entries: [{ binding: 0, resource: { buffer: arena, size: largestParams } }],
  });
  return { steps, submits: cutIntoSubmits(steps), params, dispose: () => arena.destroy() };
}

// ---------------------------------------------------------------------------------------------

/** Copies that the memory plan could not avoid become dispatches; the others vanish. */
function resolve(one: Dispatch | Copy, memory: MemoryPlan, mostGroups: number): Dispatch[] {
  if (one.kind === 'dispatch') return [one];
  return memory.copies.has(one) ? [copyDispatch(one, mostGroups)] : [];
}

async function createArena(device: Device, dispatches: readonly Dispatch[], slice: number): Promise<GPUBuffer> {
  const bytes = Math.max(1, dispatches.length) * slice;
  const { value: arena, checked } = watched(device.gpuDevice, { what: 'allocating the uniforms', bytes }, () =>
    device.gpuDevice.createBuffer({ label: 'uniforms', size: bytes, usage: uniformUsage }),
  );
  const content = new Uint8Array(bytes);
  dispatches.forEach(({ params }, i) => {
    content.set(new Uint8Array(params), i * slice);
  });
  device.gpuDevice.queue.writeBuffer(arena, 0, content);
  await checked;
  return arena;
}

async function prepare(device: Device, dispatch: Dispatch, buffers: PlanBuffers, offset: number): Promise<Command> {
  const { linked, grid } = dispatch;
  const { label } = linked;
  const doing = { what: `binding the buffers of ${label}`, kernel: label };
  const { value: group, checked } = watched(device.gpuDevice, doing, () =>
    device.gpuDevice.createBindGroup({
      label,
      layout: device.pipelines.layout(linked.bindings),
      entries: dispatch.buffers.map((ref, binding) => ({ binding, resource: buffers.range(ref) })),
    }),
  );
  const [pipeline] = await Promise.all([device.pipelines.get(linked), checked]);
  return { label, pipeline, group, offset, grid };
}
