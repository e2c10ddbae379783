/** Differentiating: chains, several uses, symbolic batches, and each refusal. */
import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { parameterFrom } from '../graph/graph.ts';
import { inferTypes } from '../graph/inferTypes.ts';
import { tensorFrom, toNumbers } from '../tensor/tensor.ts';
import { differentiate } from './differentiate.ts';

/** Decimals that f32 keeps of numbers near 1. */
const digits = 6;
/** One decimal less, since the slope is eleven. */
const expDigits = 5;

const total = (builder: GraphBuilder, value: string): string =>
  builder.add('ReduceSum', [value], { keepdims: 0 }, 'loss');

async function gradientAt(graph: Graph, wrt: string, inputs: Record<string, number[]>): Promise<number[]> {
  const { graph: whole, gradients } = await differentiate(graph, 'loss', [wrt]);
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([name, values]) => [name, tensorFrom('f32', [values.length], values)]),
  );
  const shapes = Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));
  const asked = { ...whole, outputs: [gradients[wrt]] };
  const plan = await createReferenceExecutor().compile(asked, { shapes });
  return Array.from(toNumbers((await plan.run(tensors))[gradients[wrt]]).data);
}

describe('differentiate', () => {
  test('adds up what comes from several uses', async () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', ['n']);
    const square = builder.add('Mul', [x, x]);
    const cube = builder.add('Mul', [square, x]);
    const graph = builder.build([total(builder, builder.add('Add', [cube, x]))]);
    expect(await gradientAt(graph, 'x', { x: [2, -1] })).toEqual([13, 4]);
  });

  test('keeps the outputs, and names a gradient for each value', async () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', ['batch', 2]);
    const w = builder.parameter(parameterFrom('w', tensorFrom('f32', [2, 3], [1, 2, 3, 4, 5, 6])));
    const scores = builder.add('MatMul', [x, w], {}, 'scores');
    const labels = builder.input('labels', 'i64', ['batch']);
    builder.add('SoftmaxCrossEntropyLoss', [scores, labels], {}, 'loss');
    const { graph, gradients } = await differentiate(builder.build(['scores', 'loss']), 'loss', ['w', 'x']);
    expect(graph.outputs).toEqual(['scores', 'loss']);
    expect(Object.keys(gradients)).toEqual(['w', 'x']);
  });

  test('stops at integers and booleans', async () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', [3]);
    const positive = builder.add('Greater', [x, builder.scalar(0)]);
    const graph = builder.build([total(builder, builder.add('Where', [positive, x, builder.scalar(0)]))]);
    expect(await gradientAt(graph, 'x', { x: [2, -1, 3] })).toEqual([1, 0, 1]);
  });

  test('names the node that has no gradient, and why', async () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', [3]);
    const graph = builder.build([total(builder, builder.add('Floor', [x], {}, 'cut'))]);
    await expect(differentiate(graph, 'loss', ['x'])).rejects.toThrow(
      'Node "cut" (Floor) lies between the loss and what is trained, but has no gradient: its derivative is zero wherever it exists.',
    );
  });

  test('names the node through which alone the loss depends on a value', async () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', [3]);
    const best = builder.add('Cast', [builder.add('ArgMax', [x], {}, 'best')], { to: 'f32' });
    const graph = builder.build([total(builder, best)]);
    await expect(differentiate(graph, 'loss', ['x'])).rejects.toThrow('Node "best" (ArgMax)');
  });

  test('refuses an opaque node in the way', async () => {
    const builder = createBuilder();
    builder.input('x', 'f32', [3]);
    builder.input('odd', 'f32', [3]);
    const graph = builder.build([total(builder, 'odd')]);
    const opaque = {
      kind: 'opaque',
      name: 'strange',
      domain: 'custom',
      type: 'Odd',
      inputs: ['x'],
      outputs: ['odd'],
      proto: new Uint8Array(),
      reason: 'Odd is not an operator that Decant computes',
    } as const;
    const types = {
      types: new Map(['x', 'odd', 'loss'].map((name) => [name, builder.type(name)] as const)),
      known: new Map(),
    };
    const whole = { ...graph, inputs: graph.inputs.slice(0, 1), nodes: [opaque, ...graph.nodes] };
    await expect(differentiate(whole, 'loss', ['x'], types)).rejects.toThrow(
      'Node "strange" (Odd) lies between the loss and what is trained, but has no gradient: Odd is not',
    );
  });

  test('refuses a value that the loss does not depend on, and a loss that is no scalar', async () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', [3]);
    builder.input('unused', 'f32', [3]);
    const graph = builder.build([total(builder, x)]);
    await expect(differentiate(graph, 'loss', ['unused'])).rejects.toThrow(
      'The loss "loss" does not depend on "unused"',
    );
    await expect(differentiate(graph, 'x', ['x'])).rejects.toThrow(
      'The loss "x" is f32 3; it must be a float of one element.',
    );
  });

  test('differentiates a gradient again', async () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', [2]);
    const graph = builder.build([total(builder, builder.add('Exp', [builder.add('Mul', [x, builder.scalar(2)])]))]);
    const { graph: once, gradients } = await differentiate(graph, 'loss', ['x']);
    const { types, known } = await inferTypes(once);
    const second = createBuilder(once, types, known);
    const sum = second.add('ReduceSum', [gradients.x], { keepdims: 0 });
    const { graph: twice, gradients: again } = await differentiate(second.build([sum]), sum, ['x']);
    const plan = await createReferenceExecutor().compile({ ...twice, outputs: [again.x] });
    const { data } = toNumbers((await plan.run({ x: tensorFrom('f32', [2], [0, 0.5]) }))[again.x]);
    expect(data[0]).toBeCloseTo(4, digits);
    expect(data[1]).toBeCloseTo(4 * Math.E, expDigits);
  });
});
