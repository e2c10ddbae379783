/**
 * Times each step of a plan: a pass of its own, its dispatches repeated until the clock can tell, several samples. The
 * clock is the GPU's where timestamps are offered (they stand at pass boundaries and are coarse), else the wall's with
 * an empty submit taken off. States come back to what they were. Not how long a run takes: steps overlap there.
 */
import type { TaskOptions } from '../../../core/task.ts';
import { createProgressReporter, throwIfAborted } from '../../../core/task.ts';
import type { NodeProfile } from '../../executor.ts';
import type { Device } from '../device.ts';
import { storageUsage } from '../gpuUsage.ts';
import type { CommandStep } from './commands.ts';
import { createStepClock } from './stepClock.ts';
import { costOf } from './stepCost.ts';
import { medianOf, timeOnce } from './timing.ts';
import type { PlanParts } from './webgpuPlan.ts';

/** Samples of each step; the median is reported. */
const samples = 5;
/** @param run runs the plan once, so that every step finds the data that it would find */
export async function profileSteps(
  parts: PlanParts,
  run: () => Promise<unknown>,
  options: TaskOptions,
): Promise<NodeProfile[]> {
  const { device, commands } = parts;
  const measured = commands.steps.filter((step) => step.commands.length > 0);
  const report = createProgressReporter('profiling', measured.length, options.onProgress);
  const restore = saveStates(parts);
  const clock = createStepClock(device);
  const profiles: NodeProfile[] = [];
  try {
    await run();
    for (const step of measured) {
      throwIfAborted(options.signal);
      const ms = await medianOf(samples, () => timeOnce(clock, commands, step));
      profiles.push(profileOf(parts, step, ms, clock.name));
      report(profiles.length);
    }
  } finally {
    clock.dispose();
    restore();
  }
  return profiles;
}

// ---------------------------------------------------------------------------------------------

function profileOf(
  parts: PlanParts,
  { step, commands }: CommandStep,
  ms: number,
  clock: NodeProfile['clock'],
): NodeProfile {
  return {
    node: step.nodes[0].name,
    operator: wordsOf(step.nodes.map(({ operator }) => operator)),
    kernels: commands.map(({ label }) => label),
    ms,
    n: samples,
    ...costOf(step, parts.types),
    clock,
  };
}

/** `Conv + Relu`; `6 AdamW` for many of a kind. */
function wordsOf(operators: readonly string[]): string {
  const [first] = operators;
  const alike = operators.length > 1 && operators.every((operator) => operator === first);
  return alike ? `${operators.length} ${first}` : operators.join(' + ');
}

/** Sets the states aside; the returned function puts them back. */
function saveStates({ device, program, buffers }: PlanParts): () => void {
  const saved = program.states.map(({ state, value }) => {
    const range = buffers.range(value);
    const aside = device.gpuDevice.createBuffer({
      label: `saved ${state.name}`,
      size: range.size,
      usage: storageUsage,
    });
    return { range, aside };
  });
  const copyAll = (copy: (encoder: GPUCommandEncoder) => void) => submit(device, copy);
  copyAll((encoder) => {
    for (const { range, aside } of saved) encoder.copyBufferToBuffer(range.buffer, range.offset, aside, 0, range.size);
  });
  return () => {
    copyAll((encoder) => {
      for (const { range, aside } of saved)
        encoder.copyBufferToBuffer(aside, 0, range.buffer, range.offset, range.size);
    });
    for (const { aside } of saved) aside.destroy();
  };
}

function submit(device: Device, encode: (encoder: GPUCommandEncoder) => void): void {
  const encoder = device.gpuDevice.createCommandEncoder({ label: 'states' });
  encode(encoder);
  device.gpuDevice.queue.submit([encoder.finish()]);
}
