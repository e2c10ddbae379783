/** A training step gives the same losses and weights on WebGPU as on the reference. */
import { afterAll, describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import { createWebgpuExecutor } from '../execution/webgpu/webgpuExecutor.ts';
import {
  lossError,
  lossTolerance,
  optimizerCases,
  runTraining,
  steps,
  trainingCases,
  weightError,
  weightTolerance,
} from '../testing/trainingRuns.ts';
import { trainingStep } from './trainingStep.ts';

const webgpu = createWebgpuExecutor({ gpu: navigator.gpu });
const reference = createReferenceExecutor();
afterAll(() => webgpu.dispose());

describe.each(optimizerCases)('%s', (_, optimizer) => {
  test.each(trainingCases)('$about: webgpu and the reference agree', async ({ network, feed }) => {
    const step = await trainingStep(network(), { optimizer });
    const inputs = feed(step);
    const [exact, single] = [await runTraining(reference, step, inputs), await runTraining(webgpu, step, inputs)];
    expect(single.losses).toHaveLength(steps);
    expect(lossError(single.losses, exact.losses)).toBeLessThan(lossTolerance);
    expect(weightError(single.states, exact.states, step.trained)).toBeLessThan(weightTolerance);
  });
});
