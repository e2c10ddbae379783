/** Decant on WASM: the training step as one ONNX graph in onnxruntime-web. */
import { createOnnxExecutor } from '../../src/execution/onnx/onnxExecutor.ts';
import type { MlpTraining } from '../workloads/mlp.ts';
import type { TransformerTraining } from '../workloads/transformer.ts';
import type { Contestant } from './contestant.ts';
import type { FedStep } from './decantGraphs.ts';
import { mlpStep } from './decantGraphs.ts';
import { transformerStep } from './decantTransformer.ts';
import { planContestant } from './planContestant.ts';

/** The batch is fed to each step. */
export const decantMlpWasm = async (training: MlpTraining): Promise<Contestant> => onWasm(await mlpStep(training));

export const decantTransformerWasm = async (training: TransformerTraining): Promise<Contestant> =>
  onWasm(await transformerStep(training));

// ---------------------------------------------------------------------------------------------

async function onWasm({ graph, batch, settings }: FedStep): Promise<Contestant> {
  const plan = await createOnnxExecutor().compile(graph);
  return planContestant(plan, { ...batch, ...settings }, graph.outputs[0]);
}
