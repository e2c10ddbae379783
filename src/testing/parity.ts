/**
 * Graphs run on `webgpu` and on `reference` and compared: what kernels are held to. For tests in the `gpu` project,
 * where an adapter must be there. A preferred variant can be named, so that those a heuristic passes over run too.
 */
import { afterAll, describe, expect, test } from 'vitest';
import type { Tensors } from '../execution/executor.ts';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import type { Capabilities } from '../execution/webgpu/capabilities.ts';
import type { WebgpuExecutor } from '../execution/webgpu/webgpuExecutor.ts';
import { createWebgpuExecutor } from '../execution/webgpu/webgpuExecutor.ts';
import type { Graph } from '../graph/graph.ts';
import type { ToleranceName } from './conformance/case.ts';
import { difference } from './conformance/caseGraph.ts';

export interface ParityCase {
  readonly about: string;
  readonly graph: Graph;
  readonly inputs: Tensors;
  readonly tolerance?: ToleranceName;
}

export interface ParityOptions {
  /** Names of variants; each case runs once with each that it offers, besides its usual one. */
  readonly variants?: readonly string[];
  readonly restrict?: (capabilities: Capabilities) => Capabilities;
}

/** Declares one test a case and variant. */
export function describeParity(title: string, cases: readonly ParityCase[], options: ParityOptions = {}): void {
  describe(title, () => {
    for (const variant of [undefined, ...(options.variants ?? [])]) describeVariant(cases, variant, options.restrict);
  });
}

// ---------------------------------------------------------------------------------------------

function describeVariant(
  cases: readonly ParityCase[],
  variant: string | undefined,
  restrict: ParityOptions['restrict'],
): void {
  const executor = createWebgpuExecutor({
    gpu: navigator.gpu,
    ...(restrict && { restrict }),
    ...(variant && { remembered: () => variant }),
  });
  afterAll(() => executor.dispose());
  for (const each of cases)
    test(`${each.about}${variant ? `, ${variant}` : ''}`, async () => {
      expect(await differences(executor, each)).toEqual([]);
    });
}

async function differences(executor: WebgpuExecutor, { graph, inputs, tolerance = 'f32Sum' }: ParityCase) {
  const reference = await createReferenceExecutor().compile(graph);
  const plan = await executor.compile(graph);
  try {
    const [want, got] = [await reference.run(inputs), await plan.run(inputs)];
    return graph.outputs.map((name) => difference(got[name], want[name], tolerance)).filter((text) => text !== '');
  } finally {
    plan.dispose();
  }
}
