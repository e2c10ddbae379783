/**
 * How many dispatches WebGPU takes for what follows the gradients of a step, counted without a device: one for all
 * updates, whatever decays and whatever does not, and two for the norm over all gradients.
 */
import { describe, expect, test } from 'vitest';
import { portableMinimum } from '../execution/webgpu/capabilities.ts';
import { compileProgram } from '../execution/webgpu/compile/compileProgram.ts';
import { planMemory } from '../execution/webgpu/compile/memoryPlan.ts';
import type { Graph } from '../graph/graph.ts';
import { tinyCnn, tinyMlp } from '../testing/networks.ts';
import type { UpdateOptions } from './finishStep.ts';
import { learningStep } from './learningStep.ts';
import { labelObjective } from './objective.ts';
import type { Optimizer } from './optimizers.ts';

/** Kernels of a step of a network, in order. */
async function kernelsOf(network: Graph, options: UpdateOptions, capabilities = portableMinimum): Promise<string[]> {
  const { graph } = await learningStep(await labelObjective(network), options);
  const shapes = Object.fromEntries(graph.inputs.map(({ name, shape }) => [name, [...shape].map(Number)]));
  const batched = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, shape.map((n) => n || 6)]));
  const { program } = await compileProgram(graph, { shapes: batched }, { capabilities });
  const memory = planMemory(program, capabilities.limits);
  const dispatches = memory.steps.flatMap((step) => step.dispatches);
  return dispatches.flatMap((one) => (one.kind === 'dispatch' ? [one.linked.kernel.name] : []));
}

const count = (kernels: readonly string[], ...names: readonly string[]): number[] =>
  names.map((name) => kernels.filter((each) => each === name).length);

const optimizers: readonly (readonly [string, Optimizer])[] = [
  ['adam_w', { kind: 'adamw', weightDecay: 0.01 }],
  ['adam_w', { kind: 'adam', weightDecay: 0.01 }],
  ['sgd', { kind: 'sgd', momentum: 0.9, weightDecay: 0.01 }],
  ['lion', { kind: 'lion', weightDecay: 0.01 }],
];

describe.each(optimizers)('%s %j', (kernel, optimizer) => {
  test.each([
    ['an MLP', tinyMlp],
    ['a CNN', tinyCnn],
  ])('updates %s in one dispatch', async (_, network) => {
    expect(count(await kernelsOf(network(), { optimizer }), kernel)).toEqual([1]);
  });

  test('clips in two dispatches and the update itself', async () => {
    const plain = await kernelsOf(tinyMlp(), { optimizer });
    const clipped = await kernelsOf(tinyMlp(), { optimizer, clipNorm: 1 });
    expect(count(clipped, kernel, 'square_sums', 'global_norm')).toEqual([1, 1, 1]);
    const intoHistory = 1;
    expect(clipped).toHaveLength(plain.length + 2 + intoHistory);
  });
});

test('a binding that holds half of the parameters takes two dispatches', async () => {
  const whole = await kernelsOf(tinyMlp(), { optimizer: { kind: 'adamw' }, clipNorm: 1 });
  const limits = { ...portableMinimum.limits, maxStorageBufferBindingSize: 1024 };
  const halves = await kernelsOf(
    tinyMlp(),
    { optimizer: { kind: 'adamw' }, clipNorm: 1 },
    { ...portableMinimum, limits },
  );
  expect(count(whole, 'adam_w', 'square_sums')).toEqual([1, 1]);
  expect(count(halves, 'adam_w', 'square_sums', 'global_norm')).toEqual([2, 2, 1]);
});
