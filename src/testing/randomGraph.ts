/**
 * Random small graphs, to find what rows of single operators cannot: wrong fusing, values that overwrite each other,
 * states that move too early. Deterministic by seed; values stay small, so that tolerances mean something.
 */
import type { Random } from '../core/random.ts';
import { createRandom } from '../core/random.ts';
import type { Tensors } from '../execution/executor.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { denseStorage, parameterFrom } from '../graph/graph.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { tensorFrom } from '../tensor/tensor.ts';

export interface RandomGraph {
  readonly graph: Graph;
  readonly inputs: Tensors;
}

/** A graph of about `size` nodes over values of a few shapes, with outputs and states among them. */
export function randomGraph(seed: number, size: number): RandomGraph {
  const random = createRandom(seed);
  const builder = createBuilder();
  const pick = <T>(list: readonly T[]): T => list[random.integer(list.length)]!;
  const normal = (shape: readonly number[]): Tensor =>
    tensorFrom(
      'f32',
      shape,
      Array.from({ length: sizeOf(shape) }, () => random.normal()),
    );
  const shapes = [[4, 6], [6], [4, 1], [4, 6], [6, 4]];
  const inputs = Object.fromEntries(shapes.map((shape, i) => [`x${i}`, normal(shape)]));
  const values = shapes.map((shape, i) => builder.input(`x${i}`, 'f32', shape));
  values.push(builder.parameter(parameterFrom('w', normal([4, 6]))));
  const states = [0, 1, 2].map((i) => addState(builder, i, normal([4, 6])));
  values.push(...states);
  for (let i = 0; i < size; i++) values.push(addNode(builder, random, pick, values));
  const matrices = values.filter((value) => isShape(builder, value, [4, 6]));
  states.forEach((_, i) => {
    const next = i === 0 ? pick(states) : pick(matrices.slice(-8));
    builder.append(identity(`next${i}`, next));
  });
  const outputs = new Set([values.at(-1)!, pick(values.slice(5)), pick(values.slice(5)), pick(states)]);
  return { graph: builder.build([...outputs]), inputs };
}

// ---------------------------------------------------------------------------------------------

function addState(builder: GraphBuilder, i: number, { dtype, shape, data }: Tensor): string {
  const initial = denseStorage(dtype, data);
  return builder.state({ name: `s${i}`, dtype, shape, initial, value: `s${i}.value`, next: `next${i}` });
}

const identity = (output: string, input: string) =>
  ({
    kind: 'operator',
    name: output,
    operator: 'Identity',
    inputs: [input],
    outputs: [output],
    attributes: {},
  }) as const;

const isShape = (builder: GraphBuilder, value: string, shape: readonly number[]): boolean =>
  builder.type(value).shape.join() === shape.join();

function addNode(
  builder: GraphBuilder,
  random: Random,
  pick: <T>(list: readonly T[]) => T,
  values: readonly string[],
): string {
  const recent = random.integer(3) ? values.slice(-10) : values;
  const [a, b] = [pick(recent), pick(recent)];
  const rank2 = builder.type(a).shape.length === 2;
  switch (random.integer(11)) {
    case 0:
    case 1:
    case 2:
      return broadcasts(builder, a, b) ? builder.add(pick(['Add', 'Sub', 'Max']), [a, b]) : builder.add('Neg', [a]);
    case 3:
      return builder.add(pick(['Tanh', 'Sigmoid', 'Relu']), [a]);
    case 4:
      return broadcasts(builder, a, b)
        ? builder.add('Where', [builder.add('Greater', [a, b]), a, b])
        : builder.add('Tanh', [a]);
    case 5:
      return builder.add('Softmax', [a]);
    case 6:
      return builder.add('ReduceMean', [a, builder.ints([0])], { keepdims: rank2 ? 0 : 1 });
    case 7:
      return rank2 ? builder.add('Transpose', [a]) : builder.add('Unsqueeze', [a, builder.ints([0])]);
    case 8:
      return sizeOf(builder.type(a).shape as number[]) === 24
        ? builder.add('Reshape', [a, builder.ints([4, 6])])
        : builder.add('Tanh', [a]);
    case 9: {
      const product = matches(builder, a, b) ? builder.add('MatMul', [a, b]) : a;
      return builder.add('Tanh', [product]);
    }
    default:
      return builder.add('Mul', [a, builder.scalar(0.5)]);
  }
}

function broadcasts(builder: GraphBuilder, a: string, b: string): boolean {
  const [x, y] = [builder.type(a).shape, builder.type(b).shape];
  const rank = Math.max(x.length, y.length);
  return Array.from({ length: rank }, (_, i) => [x.at(-1 - i) ?? 1, y.at(-1 - i) ?? 1]).every(
    ([m, n]) => m === n || m === 1 || n === 1,
  );
}

const matches = (builder: GraphBuilder, a: string, b: string): boolean =>
  builder.type(a).shape.length === 2 &&
  builder.type(b).shape.length === 2 &&
  builder.type(a).shape[1] === builder.type(b).shape[0];
