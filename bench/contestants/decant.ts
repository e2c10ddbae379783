/**
 * Decant on WebGPU, through the interface that the page uses. On a GPU the tuner chooses the kernels first, as it does
 * in the page's idle time; software adapters keep the order that was measured on one, since timing a dozen variants
 * there takes minutes and goes wrong where cores are shared.
 */
import type { Tensors } from '../../src/execution/executor.ts';
import { createWebgpuExecutor } from '../../src/execution/webgpu/webgpuExecutor.ts';
import type { Graph } from '../../src/graph/graph.ts';
import type { MlpTraining } from '../workloads/mlp.ts';
import type { Product } from '../workloads/product.ts';
import type { TransformerTraining } from '../workloads/transformer.ts';
import type { Contestant, Host } from './contestant.ts';
import type { FedStep } from './decantGraphs.ts';
import { mlpStep, productGraph, withResident } from './decantGraphs.ts';
import { transformerStep } from './decantTransformer.ts';
import { planContestant } from './planContestant.ts';

/** The product, input and weights on the device. */
export async function decantProduct(host: Host, product: Product): Promise<Contestant> {
  return compiled(host, productGraph(product), {});
}

/** The training step, the batch on the device; the learning rate is given anew to each step. */
export async function decantMlp(host: Host, training: MlpTraining): Promise<Contestant> {
  return trained(host, await mlpStep(training));
}

export async function decantTransformer(host: Host, training: TransformerTraining): Promise<Contestant> {
  return trained(host, await transformerStep(training));
}

// ---------------------------------------------------------------------------------------------

const trained = (host: Host, { graph, batch, settings }: FedStep): Promise<Contestant> =>
  compiled(host, withResident(graph, batch), settings);

async function compiled({ gpu }: Host, graph: Graph, inputs: Tensors): Promise<Contestant> {
  const executor = createWebgpuExecutor({ gpu });
  const { software } = await executor.capabilities();
  if (!software) await executor.tune(graph);
  return planContestant(await executor.compile(graph), inputs, graph.outputs[0]);
}
