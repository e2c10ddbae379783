/** Encodes commands into compute passes: one pass, or several command buffers where a plan is long. */
import type { Device } from '../device.ts';
import type { Command, Commands } from './commands.ts';

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
  const all = commands.steps.flatMap((step) => step.commands);
  const finished: GPUCommandBuffer[] = [];
  let encoder = device.gpuDevice.createCommandEncoder({ label });
  for (let at = 0; at < all.length; at += mostDispatches) {
    if (at > 0) {
      finished.push(encoder.finish());
      encoder = device.gpuDevice.createCommandEncoder({ label });
    }
    encodePass(encoder, commands, all.slice(at, at + mostDispatches), label);
  }
  return { encoder, finished };
}

/** One pass over some commands, with timestamps where a profile asks for them. */
export function encodePass(
  encoder: GPUCommandEncoder,
  commands: Commands,
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

// ---------------------------------------------------------------------------------------------

const mostDispatches = 2000;
