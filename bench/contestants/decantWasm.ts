/** Decant on WASM: the training step as one ONNX graph in onnxruntime-web. */
import { createOnnxExecutor } from '../../src/execution/onnx/onnxExecutor.ts';
import type { MlpTraining } from '../workloads/mlp.ts';
import type { Contestant } from './contestant.ts';
import { mlpStep } from './decantGraphs.ts';
import { planContestant } from './planContestant.ts';

/** The batch is fed to each step. */
export async function decantMlpWasm(training: MlpTraining): Promise<Contestant> {
  const { graph, batch, learningRate } = await mlpStep(training);
  const plan = await createOnnxExecutor().compile(graph);
  return planContestant(plan, { ...batch, ...learningRate }, graph.outputs[0]);
}
