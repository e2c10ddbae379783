/**
 * A step that was written as ONNX and is run by onnxruntime-web alone, states handed from output to input by hand, moves
 * the weights as the step does on WebGPU: a perceptron, a convolutional network, a transformer block.
 */
import { afterAll, expect, test } from 'vitest';
import { createRandom } from '../core/random.ts';
import type { Tensors } from '../execution/executor.ts';
import type { OrtModule } from '../execution/onnx/runtime.ts';
import { openRuntime } from '../execution/onnx/runtime.ts';
import { createWebgpuExecutor } from '../execution/webgpu/webgpuExecutor.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { parameterFrom } from '../graph/graph.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { createTensor, tensorFrom } from '../tensor/tensor.ts';
import { tinyCnn, tinyMlp } from '../testing/networks.ts';
import { exportStep } from './exportStep.ts';
import type { LearningStep } from './learningStep.ts';
import { learningStep } from './learningStep.ts';
import { labelObjective } from './objective.ts';
import type { Optimizer } from './optimizers.ts';

const webgpu = createWebgpuExecutor({ gpu: navigator.gpu });
afterAll(() => webgpu.dispose());

const batch = 6;
const steps = 3;
const vocabulary = 7;
/** Of the largest movement of a weight: what the project promises of exported steps, float sums in other orders. */
const tolerance = 1e-4;

const sgd: Optimizer = { kind: 'sgd', momentum: 0.9, weightDecay: 1e-3 };
const adamw: Optimizer = { kind: 'adamw', weightDecay: 0.01 };

test.each([
  { about: 'an MLP with momentum', network: tinyMlp(), classes: 5, optimizer: sgd },
  { about: 'an MLP with AdamW', network: tinyMlp(), classes: 5, optimizer: adamw },
  { about: 'a CNN with momentum', network: tinyCnn(), classes: 3, optimizer: sgd },
  { about: 'a CNN with AdamW', network: tinyCnn(), classes: 3, optimizer: adamw },
  { about: 'a transformer block with momentum', network: tinyTransformer(), classes: 5, optimizer: sgd },
  { about: 'a transformer block with AdamW', network: tinyTransformer(), classes: 5, optimizer: adamw },
])('$about: the exported step moves the weights as WebGPU does', async ({ network, classes, optimizer }) => {
  const step = await learningStep(await labelObjective(network), { optimizer, clipNorm: 1, ring: 2 });
  const feed = feedOf(step, network, classes);
  const before = await initialStates(step);
  const ours = await onWebgpu(step, feed);
  const theirs = await onOnnxruntime(step, feed, before);
  for (const name of step.trained) {
    const moved = difference(ours[name], before[name]);
    const theirMove = difference(theirs[name], before[name]);
    const apart = moved.map((value, i) => Math.abs(value - theirMove[i]));
    expect(Math.max(...apart) / largest(moved), name).toBeLessThan(tolerance);
  }
});

// ---------------------------------------------------------------------------------------------

async function onWebgpu(step: LearningStep, feed: Tensors): Promise<Tensors> {
  const shapes = Object.fromEntries(Object.entries(feed).map(([name, { shape }]) => [name, shape]));
  const plan = await webgpu.compile(step.graph, { shapes });
  for (let i = 0; i < steps; i++) await plan.run(feed);
  const states = await plan.readStates();
  plan.dispose();
  return states;
}

/** As a program does that knows nothing of Decant. */
async function onOnnxruntime(step: LearningStep, feed: Tensors, initial: Tensors): Promise<Tensors> {
  const { ort, alone } = await openRuntime({ threads: 1 });
  const { bytes, renamed } = await exportStep(step, batch);
  return alone(async () => {
    const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3 });
    let now = initial;
    for (let i = 0; i < steps; i++) {
      const values = step.graph.states.map(({ name, value }): [string, Tensor] => [value, now[name]]);
      const feeds = Object.entries({ ...feed, ...Object.fromEntries(values) }).map(([name, tensor]) => [
        name,
        toOrt(ort, tensor),
      ]);
      const results = await session.run(Object.fromEntries(feeds));
      const next = step.graph.states.map(({ name, dtype, shape, next: output }): [string, Tensor] => {
        const { data } = results[renamed.get(output) ?? output];
        return [name, { dtype, shape, data: data as Tensor['data'] }];
      });
      now = Object.fromEntries(next);
    }
    await session.release();
    return now;
  });
}

function toOrt({ Tensor: OrtTensor }: OrtModule, { dtype, shape, data }: Tensor) {
  switch (dtype) {
    case 'i64':
      return new OrtTensor('int64', data as BigInt64Array, shape);
    case 'u8':
      return new OrtTensor('uint8', data as Uint8Array, shape);
    default:
      return new OrtTensor('float32', data as Float32Array, shape);
  }
}

async function initialStates({ graph }: LearningStep): Promise<Tensors> {
  const entries = graph.states.map(async ({ name, dtype, shape, initial }): Promise<[string, Tensor]> => {
    if (initial.kind !== 'dense') throw new Error(`The state ${name} begins packed.`);
    return [name, { dtype, shape, data: await initial.load() }];
  });
  return Object.fromEntries(await Promise.all(entries));
}

function feedOf(step: LearningStep, { inputs: [input] }: Graph, classes: number): Tensors {
  const random = createRandom(5);
  const shape = [batch, ...input.shape.slice(1).map(Number)];
  const values = createTensor(input.dtype, shape);
  const sample = { i64: () => BigInt(random.integer(vocabulary)), u8: () => random.integer(256) };
  for (let i = 0; i < sizeOf(shape); i++)
    values.data[i] = input.dtype === 'i64' ? sample.i64() : input.dtype === 'u8' ? sample.u8() : random.normal();
  const labels = BigInt64Array.from({ length: batch }, (_, i) => BigInt(i % classes));
  const settings = Object.values(step.settings).map(({ input: name, value }) => [name, tensorFrom('f32', [], [value])]);
  return {
    [step.input]: values,
    [step.labels ?? 'labels']: createTensor('i64', [batch], labels),
    [step.learningRate]: tensorFrom('f32', [], [0.02]),
    ...Object.fromEntries(settings),
  };
}

/** Tokens i64 [N, 3] -> one causal block of two heads, width 4 -> mean over positions -> 5 scores. */
function tinyTransformer(): Graph {
  const [length, width, heads] = [3, 4, 2];
  const random = createRandom(3);
  const builder = createBuilder();
  const weight = (name: string, shape: readonly number[], value = () => 0.5 * random.normal()) =>
    builder.parameter(parameterFrom(name, tensorFrom('f32', shape, Array.from({ length: sizeOf(shape) }, value))));
  const norm = (x: string, name: string) =>
    builder.add('LayerNormalization', [
      x,
      weight(`${name}.scale`, [width], () => 1),
      weight(`${name}.shift`, [width], () => 0),
    ]);
  const product = (x: string, name: string, from: number, to: number) =>
    builder.add('MatMul', [x, weight(name, [from, to])]);
  const linear = (x: string, name: string, from: number, to: number) =>
    builder.add('Add', [product(x, name, from, to), weight(`${name}.bias`, [to])]);
  const tokens = builder.input('tokens', 'i64', ['N', length]);
  const embedded = builder.add('Gather', [weight('embedding', [vocabulary, width]), tokens]);
  const x = builder.add('Add', [embedded, weight('positions', [length, width])]);
  const unit = norm(x, 'norm1');
  // A bias of the keys shifts all scores of a row alike, so its gradient is zero and what is left of it noise.
  const [q, k, v] = ['q', 'k', 'v'].map((name) => split(builder, product(unit, name, width, width), length, heads));
  const scores = builder.add('MatMul', [q, builder.add('Transpose', [k], { perm: [0, 1, 3, 2] })]);
  const scaled = builder.add('Mul', [scores, builder.scalar(1 / Math.sqrt(width / heads))]);
  const mask = Float32Array.from({ length: length * length }, (_, i) =>
    i % length > Math.floor(i / length) ? -1e9 : 0,
  );
  const masked = builder.add('Add', [scaled, builder.constant('f32', [length, length], mask)]);
  const mixed = builder.add('MatMul', [builder.add('Softmax', [masked]), v]);
  const joined = builder.add('Reshape', [
    builder.add('Transpose', [mixed], { perm: [0, 2, 1, 3] }),
    builder.ints([-1, length, width]),
  ]);
  const attended = builder.add('Add', [x, linear(joined, 'mix', width, width)]);
  const wide = builder.add('Relu', [linear(norm(attended, 'norm2'), 'up', width, 8)]);
  const fed = builder.add('Add', [attended, linear(wide, 'down', 8, width)]);
  const mean = builder.add('ReduceMean', [fed, builder.ints([1])], { keepdims: 0 });
  return builder.build([linear(mean, 'head', width, 5)], 'transformer');
}

function split(builder: GraphBuilder, x: string, length: number, heads: number): string {
  const parted = builder.add('Reshape', [x, builder.ints([-1, length, heads, 2])]);
  return builder.add('Transpose', [parted], { perm: [0, 2, 1, 3] });
}

const numbers = ({ data }: Tensor): number[] => Array.from<number | bigint, number>(data, Number);
const difference = (a: Tensor, b: Tensor): number[] => {
  const before = numbers(b);
  return numbers(a).map((value, i) => value - before[i]);
};
const largest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
