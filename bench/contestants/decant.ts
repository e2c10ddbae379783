/**
 * Decant itself: a graph compiled by one of its executors, through the same interface that the page uses. What stays on
 * the device between runs is a state that keeps its value, so that no run is measured with its upload.
 */
import type { Executor, Tensors } from '../../src/execution/executor.ts';
import { createOnnxExecutor } from '../../src/execution/onnx/onnxExecutor.ts';
import { createWebgpuExecutor } from '../../src/execution/webgpu/webgpuExecutor.ts';
import type { GraphBuilder } from '../../src/graph/builder.ts';
import { createBuilder } from '../../src/graph/builder.ts';
import type { Graph, Parameter } from '../../src/graph/graph.ts';
import { denseStorage, parameterFrom } from '../../src/graph/graph.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { createTensor, tensorFrom, toNumbers } from '../../src/tensor/tensor.ts';
import { trainingStep } from '../../src/training/trainingStep.ts';
import type { MlpTraining } from '../workloads/mlp.ts';
import { adam, batch } from '../workloads/mlpLosses.ts';
import type { Product, Weight } from '../workloads/product.ts';
import type { Contestant, Host } from './contestant.ts';

/** The product on WebGPU, input and weights on the device. */
export async function decantProduct(host: Host, product: Product): Promise<Contestant> {
  return compiled(createWebgpuExecutor({ gpu: host.gpu }), productGraph(product), {});
}

/** The training step on WebGPU, the batch on the device; the learning rate is given anew to each step. */
export async function decantMlp(host: Host, training: MlpTraining): Promise<Contestant> {
  const step = await mlpStep(training);
  const graph = withResident(step.graph, step.batch);
  return compiled(createWebgpuExecutor({ gpu: host.gpu }), graph, step.learningRate);
}

/** The training step as one ONNX graph in onnxruntime-web's WASM; the batch is fed to each step. */
export async function decantMlpWasm(training: MlpTraining): Promise<Contestant> {
  const step = await mlpStep(training);
  return compiled(createOnnxExecutor(), step.graph, { ...step.batch, ...step.learningRate });
}

// ---------------------------------------------------------------------------------------------

/** Reads back nothing but the first output of the last run. */
async function compiled(executor: Executor, graph: Graph, inputs: Tensors): Promise<Contestant> {
  const plan = await executor.compile(graph);
  const [output] = graph.outputs;
  const run = async (times: number): Promise<Float32Array> => {
    for (let i = 1; i < times; i++) await plan.run(inputs, { fetch: [] });
    const results = await plan.run(inputs, { fetch: [output] });
    return Float32Array.from(toNumbers(results[output]).data);
  };
  const { profile } = plan;
  return profile ? { run, profile: () => profile.call(plan, inputs) } : { run };
}

function productGraph({ rows, size, input, weights }: Product): Graph {
  const builder = createBuilder();
  let value = resident(builder, 'x', createTensor('f32', [rows, size], input));
  weights.forEach((weight, layer) => {
    const name = builder.parameter(weightParameter(`w${layer}`, size, weight));
    value = builder.add('MatMul', [value, name], {}, `y${layer}`);
  });
  return builder.build([value], 'product');
}

function weightParameter(name: string, size: number, weight: Weight): Parameter {
  const shape = [size, size];
  if (weight.kind === 'f32') return parameterFrom(name, createTensor('f32', shape, weight.dense()));
  const { matrix } = weight;
  const storage = { kind: 'packed', layout: matrix.layout, orientation: 'columns', load: async () => matrix } as const;
  return { name, dtype: 'f32', shape, storage };
}

interface MlpStep {
  readonly graph: Graph;
  readonly batch: Tensors;
  readonly learningRate: Tensors;
}

async function mlpStep({ layers, images, labels }: MlpTraining): Promise<MlpStep> {
  const builder = createBuilder();
  let value = builder.input('images', 'f32', [batch, layers[0].inputs]);
  layers.forEach(({ inputs, outputs, weight, bias }, i) => {
    const w = builder.parameter(parameterFrom(`w${i}`, createTensor('f32', [inputs, outputs], weight)));
    const b = builder.parameter(parameterFrom(`b${i}`, createTensor('f32', [outputs], bias)));
    value = builder.add('Gemm', [value, w, b], {}, `scores${i}`);
    if (i < layers.length - 1) value = builder.add('Relu', [value], {}, `hidden${i}`);
  });
  const { beta1, beta2, epsilon, learningRate } = adam;
  const optimizer = { kind: 'adamw', beta1, beta2, epsilon } as const;
  const step = await trainingStep(builder.build([value], 'mlp'), { optimizer });
  return {
    graph: step.graph,
    batch: {
      images: createTensor('f32', [batch, layers[0].inputs], images),
      [step.labels]: tensorFrom('i64', [batch], labels),
    },
    learningRate: { [step.learningRate]: tensorFrom('f32', [], [learningRate]) },
  };
}

/** Adds a state that keeps its value. */
function resident(builder: GraphBuilder, name: string, { dtype, shape, data }: Tensor): string {
  return builder.state({ name, dtype, shape, initial: denseStorage(dtype, data), value: name, next: name });
}

/** Makes inputs into states that keep their values. */
function withResident(graph: Graph, tensors: Tensors): Graph {
  const inputs = graph.inputs.filter(({ name }) => !tensors[name]);
  const kept = Object.entries(tensors).map(([name, { dtype, shape, data }]) => {
    return { name, dtype, shape, initial: denseStorage(dtype, data), value: name, next: name };
  });
  return { ...graph, inputs, states: [...graph.states, ...kept] };
}
