/** Encodes commands into compute passes: one pass, or several command buffers where a plan runs long. */
import type { Device } from '../device.ts';
import type { Command, CommandStep, Commands } from './commands.ts';

/** No submit should keep the GPU from the page for longer than about this. */
const longestSubmitMs = 100;
/** Dispatches in one pass at most, however short they are. */
const mostDispatches = 2000;

/**
 * Encodes all steps.
 *
 * @returns the encoder that holds the last of them, still open for copies, and what is to be submitted before it
 */
export function encodeSteps(
  device: Device,
  commands: Commands,
  label: string,
): { readonly encoder: GPUCommandEncoder; readonly finished: readonly GPUCommandBuffer[] } {
  const encoders = commands.submits.map((steps) => {
    const encoder = device.gpuDevice.createCommandEncoder({ label });
    const all = steps.flatMap((step) => step.commands);
    if (all.length > 0) encodePass(encoder, commands, all, label);
    return encoder;
  });
  const encoder = encoders.pop() ?? device.gpuDevice.createCommandEncoder({ label });
  return { encoder, finished: encoders.map((full) => full.finish()) };
}

/** Cuts a plan into submits by the guessed time of its steps. */
export function cutIntoSubmits(steps: readonly CommandStep[]): CommandStep[][] {
  const submits: CommandStep[][] = [];
  let [ms, count] = [Number.POSITIVE_INFINITY, 0];
  for (const step of steps) {
    ms += step.guessedMs;
    count += step.commands.length;
    if (ms > longestSubmitMs || count > mostDispatches) {
      submits.push([]);
      [ms, count] = [step.guessedMs, step.commands.length];
    }
    submits[submits.length - 1].push(step);
  }
  return submits;
}

/** One pass over some commands, with timestamps where a profile asks for them. */
export function encodePass(
  encoder: GPUCommandEncoder,
  commands: Pick<Commands, 'params'>,
  some: readonly Command[],
  label: string,
  timestampWrites?: GPUComputePassTimestampWrites,
): void {
  const pass = encoder.beginComputePass(timestampWrites ? { label, timestampWrites } : { label });
  for (const { pipeline, group, offset, grid } of some) {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.setBindGroup(1, commands.params, [offset]);
    pass.dispatchWorkgroups(...grid);
  }
  pass.end();
}
