/** The judge of transformers: on a small one, our reference executor has the losses that plain loops have. */
import { expect, test } from 'vitest';
import { createReferenceExecutor } from '../../src/execution/reference/referenceExecutor.ts';
import { transformerStep } from '../contestants/decantTransformer.ts';
import { transformerTraining } from './transformer.ts';

const small = { layers: 2, width: 12, heads: 3, length: 5, batch: 2, vocabulary: 7 };

/** States are f32 between steps, and Adam divides by roots of gradients. */
const tolerance = 1e-4;

test('losses by hand are those of the step as a graph', async () => {
  const training = transformerTraining(small);
  const { graph, batch, settings } = await transformerStep(training);
  const plan = await createReferenceExecutor().compile(graph);
  const results: Float32Array[] = [];
  for (let i = 0; i < training.checkedRuns; i++) {
    const outputs = await plan.run({ ...batch, ...settings });
    results.push(Float32Array.from(outputs[graph.outputs[0]].data, Number));
  }
  expect(training.errorOf(results)).toBeLessThan(tolerance);
});

test('a wrong loss is told', () => {
  const training = transformerTraining(small);
  const wrong = Array.from({ length: training.checkedRuns }, () => Float32Array.of(2));
  expect(training.errorOf(wrong)).toBeGreaterThan(training.tolerance);
});
