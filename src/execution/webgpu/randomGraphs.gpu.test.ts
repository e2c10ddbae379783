/** Random graphs on the GPU and on the reference, for three runs in a row, so that states move too. */

import { afterAll, expect, test } from 'vitest';
import { difference } from '../../testing/conformance/caseGraph.ts';
import { randomGraph } from '../../testing/randomGraph.ts';
import { createReferenceExecutor } from '../reference/referenceExecutor.ts';
import { createWebgpuExecutor } from './webgpuExecutor.ts';

const executor = createWebgpuExecutor({ gpu: navigator.gpu });
afterAll(() => executor.dispose());

const graphs = 40;
const nodes = 30;

test.each(Array.from({ length: graphs }, (_, i) => i + 1))('random graph %i', async (seed) => {
  const { graph, inputs } = randomGraph(seed, nodes);
  const plan = await executor.compile(graph);
  const reference = await createReferenceExecutor().compile(graph);
  for (let run = 0; run < 3; run++) {
    const [got, want] = [await plan.run(inputs), await reference.run(inputs)];
    const wrong = graph.outputs.filter((name) => difference(got[name]!, want[name]!, 'f32Transcendental') !== '');
    expect(wrong).toEqual([]);
  }
  const [got, want] = [await plan.readStates(), await reference.readStates()];
  expect(Object.keys(want).filter((name) => difference(got[name]!, want[name]!, 'f32Transcendental') !== '')).toEqual(
    [],
  );
  plan.dispose();
});
