/**
 * The graphs of the workloads, as Decant's executors compile them. What stays on the device between runs is a state
 * that keeps its value, so that no run is measured with its upload.
 */
import type { Tensors } from '../../src/execution/executor.ts';
import { createBuilder } from '../../src/graph/builder.ts';
import type { Graph, Parameter, State } from '../../src/graph/graph.ts';
import { denseStorage, parameterFrom } from '../../src/graph/graph.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { createTensor, tensorFrom } from '../../src/tensor/tensor.ts';
import { trainingStep } from '../../src/training/trainingStep.ts';
import { adam } from '../workloads/adam.ts';
import type { MlpTraining } from '../workloads/mlp.ts';
import { batch } from '../workloads/mlpLosses.ts';
import type { Product, Weight } from '../workloads/product.ts';

/** The input is a state, each weight a parameter. */
export function productGraph({ rows, size, input, weights }: Product): Graph {
  const builder = createBuilder();
  let value = builder.state(keptState('x', createTensor('f32', [rows, size], input)));
  weights.forEach((weight, layer) => {
    const name = builder.parameter(weightParameter(`w${layer}`, size, weight));
    value = builder.add('MatMul', [value, name], {}, `y${layer}`);
  });
  return builder.build([value], 'product');
}

/** A training step with what it is fed. */
export interface FedStep {
  readonly graph: Graph;
  /** Samples and labels, the same for every step. */
  readonly batch: Tensors;
  /** What may change from step to step. */
  readonly settings: Tensors;
}

export const adamOptimizer = {
  kind: 'adamw',
  beta1: adam.beta1,
  beta2: adam.beta2,
  epsilon: adam.epsilon,
} as const;

export async function mlpStep({ layers, images, labels }: MlpTraining): Promise<FedStep> {
  const step = await trainingStep(mlpGraph(layers), { optimizer: adamOptimizer });
  return {
    graph: step.graph,
    batch: {
      images: createTensor('f32', [batch, layers[0].inputs], images),
      [step.labels]: tensorFrom('i64', [batch], labels),
    },
    settings: { [step.learningRate]: tensorFrom('f32', [], [adam.learningRate]) },
  };
}

/** A classifier of Gemm and Relu. */
export function mlpGraph(layers: MlpTraining['layers']): Graph {
  const builder = createBuilder();
  let value = builder.input('images', 'f32', [batch, layers[0].inputs]);
  layers.forEach(({ inputs, outputs, weight, bias }, i) => {
    const w = builder.parameter(parameterFrom(`w${i}`, createTensor('f32', [inputs, outputs], weight)));
    const b = builder.parameter(parameterFrom(`b${i}`, createTensor('f32', [outputs], bias)));
    value = builder.add('Gemm', [value, w, b], {}, `scores${i}`);
    if (i < layers.length - 1) value = builder.add('Relu', [value], {}, `hidden${i}`);
  });
  return builder.build([value], 'mlp');
}

/** Makes inputs into states that keep their values. */
export function withResident(graph: Graph, tensors: Tensors): Graph {
  const inputs = graph.inputs.filter(({ name }) => !tensors[name]);
  const kept = Object.entries(tensors).map(([name, tensor]) => keptState(name, tensor));
  return { ...graph, inputs, states: [...graph.states, ...kept] };
}

// ---------------------------------------------------------------------------------------------

function weightParameter(name: string, size: number, weight: Weight): Parameter {
  const shape = [size, size];
  if (weight.kind === 'f32') return parameterFrom(name, createTensor('f32', shape, weight.dense()));
  const { matrix } = weight;
  const storage = { kind: 'packed', layout: matrix.layout, orientation: 'columns', load: async () => matrix } as const;
  return { name, dtype: 'f32', shape, storage };
}

const keptState = (name: string, { dtype, shape, data }: Tensor): State => ({
  name,
  dtype,
  shape,
  initial: denseStorage(dtype, data),
  value: name,
  next: name,
});
