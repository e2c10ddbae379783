/** What graphs compile to, without a device: which nodes share a dispatch, what is computed at all, where values lie. */

import { describe, expect, test } from 'vitest';
import type { GraphBuilder } from '../../../graph/builder.ts';
import { createBuilder } from '../../../graph/builder.ts';
import type { Graph } from '../../../graph/graph.ts';
import { denseStorage } from '../../../graph/graph.ts';
import { packedParameter } from '../../../testing/packedWeights.ts';
import { portableMinimum } from '../capabilities.ts';
import { supports } from '../lowering/index.ts';
import { compileProgram } from './compileProgram.ts';
import { planMemory } from './memoryPlan.ts';

const compile = async (graph: Graph) => (await compileProgram(graph, {}, { capabilities: portableMinimum })).program;

const labels = async (graph: Graph) =>
  (await compile(graph)).steps.map(({ dispatches }) =>
    dispatches.map((one) => (one.kind === 'copy' ? 'copy' : one.linked.label)).join(' '),
  );

function state(builder: GraphBuilder, name: string, next: string): string {
  const initial = denseStorage('f32', new Float32Array(64));
  return builder.state({ name, dtype: 'f32', shape: [64], initial, value: `${name}.value`, next });
}

describe('fusing', () => {
  test('a chain becomes one dispatch', async () => {
    const b = createBuilder();
    const x = b.input('x', 'f32', [2, 8]);
    const y = b.add('Mul', [b.add('Relu', [b.add('Add', [x, b.scalar(1)])]), x]);
    expect(await labels(b.build([y]))).toEqual(['elementwise.Add_Relu_Mul']);
  });

  test('a value that others read is written by the same dispatch', async () => {
    const b = createBuilder();
    const x = b.input('x', 'f32', [2, 8]);
    const a = b.add('Exp', [x]);
    const sum = b.add('ReduceSum', [a], { keepdims: 0 });
    const c = b.add('Neg', [a]);
    const program = await compile(b.build([sum, c]));
    expect(program.steps.map(({ nodes }) => nodes.length)).toEqual([2, 1]);
  });

  test('never makes a circle: what depends on a chain by way of another node stays apart', async () => {
    const b = createBuilder();
    const x = b.input('x', 'f32', [2, 8]);
    const a = b.add('Exp', [x]);
    const normal = b.add('Div', [a, b.add('ReduceSum', [a], { keepdims: 1 })]);
    expect(await labels(b.build([normal]))).toEqual(['elementwise.Exp', 'reduce_row', 'elementwise.Div']);
  });

  test('a chain after a product becomes its epilogue', async () => {
    const b = createBuilder();
    const x = b.input('x', 'f32', [4, 8]);
    const w = b.input('w', 'f32', [8, 4]);
    const bias = b.input('bias', 'f32', [4]);
    const y = b.add('Relu', [b.add('Add', [b.add('MatMul', [x, w]), bias])]);
    const [label, ...others] = await labels(b.build([y]));
    expect(label).toMatch(/\.Add_Relu$/);
    expect(others).toEqual([]);
  });

  test('keeps within eight bindings', async () => {
    const b = createBuilder();
    const inputs = Array.from({ length: 12 }, (_, i) => b.input(`x${i}`, 'f32', [8]));
    const sum = inputs.reduce((a, c) => b.add('Add', [a, c]));
    for (const { dispatches } of (await compile(b.build([sum]))).steps)
      for (const one of dispatches) if (one.kind === 'dispatch') expect(one.buffers.length).toBeLessThanOrEqual(8);
  });
});

describe('packed weights', () => {
  const wish = { bits: 4, strategy: 'group', groupSize: 16, symmetric: true, scaleDType: 'f16' } as const;
  const weight = packedParameter('w', [32, 8], { ...wish, orientation: 'columns' });

  test('are read by a fused kernel where there is one', async () => {
    const b = createBuilder();
    const y = b.add('MatMul', [b.input('x', 'f32', [4, 32]), b.parameter(weight)]);
    expect(supports('MatMul', 1, weight.storage)).toBe(true);
    expect((await labels(b.build([y]))).join()).not.toMatch(/dequantize/);
  });

  test('are dequantized for operators that know nothing of them', async () => {
    const b = createBuilder();
    expect(supports('Neg', 0, weight.storage)).toBe(false);
    expect(await labels(b.build([b.add('Neg', [b.parameter(weight)])]))).toEqual(['dequantize elementwise.Neg']);
  });
});

describe('what is computed', () => {
  test('reshapes cost nothing and known values are not computed', async () => {
    const b = createBuilder();
    const x = b.input('x', 'f32', [2, 8]);
    const size = b.add('Mul', [b.add('Shape', [x]), b.ints([4])]);
    const y = b.add('Relu', [b.add('Reshape', [x, b.add('Div', [size, b.ints([8, 2])])])]);
    expect(await labels(b.build([y]))).toEqual(['', 'elementwise.Relu']);
  });

  test('what nobody asks for is not computed', async () => {
    const b = createBuilder();
    const x = b.input('x', 'f32', [2, 8]);
    b.add('Softmax', [x]);
    expect(await labels(b.build([b.add('Neg', [x])]))).toEqual(['elementwise.Neg']);
  });

  test('an optimizer works in place', async () => {
    const b = createBuilder();
    const [g, step, rate] = [b.input('g', 'f32', [64]), b.input('step', 'f32', []), b.input('rate', 'f32', [])];
    const [p, m, v] = ['p', 'm', 'v'].map((name) => state(b, name, `${name}.next`));
    b.append({
      kind: 'operator',
      name: 'update',
      operator: 'AdamW',
      inputs: [p!, g, m!, v!, step, rate],
      outputs: ['p.next', 'm.next', 'v.next'],
      attributes: {},
    });
    const program = await compile(b.build(['g']));
    const memory = planMemory(program);
    expect([memory.copies.size, memory.stateCopies.length]).toEqual([0, 0]);
  });
});

/** Two parameters, each updated with its gradient. */
function twoUpdates(gradients: (b: GraphBuilder, g: string) => readonly [string, string]): Graph {
  const b = createBuilder();
  const [x, rate] = [b.input('x', 'f32', [64]), b.input('rate', 'f32', [])];
  gradients(b, x).forEach((gradient, i) => {
    const [p, v] = [state(b, `p${i}`, `p${i}.next`), state(b, `v${i}`, `v${i}.next`)];
    b.append({
      kind: 'operator',
      name: `update${i}`,
      operator: 'SGD',
      inputs: [p, gradient, v, rate],
      outputs: [`p${i}.next`, `v${i}.next`],
      attributes: { momentum: 0.9 },
    });
  });
  return b.build([b.add('Neg', [x])]);
}

describe('joined updates', () => {
  const dispatchesOf = async (graph: Graph) => {
    const memory = planMemory(await compile(graph));
    const all = memory.steps.flatMap(({ dispatches }) => dispatches.filter((one) => one.kind === 'dispatch'));
    return { memory, updates: all.filter(({ linked }) => linked.kernel.name === 'sgd') };
  };

  test('one dispatch updates all parameters, laid end to end at 256 bytes', async () => {
    const { memory, updates } = await dispatchesOf(twoUpdates((b, g) => [b.add('Softmax', [g]), b.add('Exp', [g])]));
    expect(updates).toHaveLength(1);
    expect(new Uint32Array(updates[0]!.params)[0]).toBe(32);
    expect([...memory.stateBuffers.values()]).toEqual([512, 512]);
  });

  test('a gradient that is scattered in place joins the others', async () => {
    const graph = twoUpdates((b, g) => {
      const zeros = b.add('Mul', [g, b.scalar(0)]);
      const scattered = b.add('ScatterElements', [zeros, b.constant('i64', [1], [3]), b.constant('f32', [1], [2])], {
        reduction: 'add',
      });
      return [scattered, b.add('Exp', [g])];
    });
    expect((await dispatchesOf(graph)).updates).toHaveLength(1);
  });

  test('stay apart where a dispatch reads one gradient and writes another', async () => {
    const graph = twoUpdates((b, g) => {
      const first = b.add('Softmax', [g]);
      return [first, b.add('Softmax', [first])];
    });
    expect((await dispatchesOf(graph)).updates).toHaveLength(2);
  });

  test('stay apart where a gradient is an input of the graph', async () => {
    const graph = twoUpdates((b, g) => [g, b.add('Exp', [g])]);
    expect((await dispatchesOf(graph)).updates).toHaveLength(2);
  });
});

describe('memory', () => {
  test('a long chain of values needs two places', async () => {
    const b = createBuilder();
    let x = b.input('x', 'f32', [16, 16]);
    for (let i = 0; i < 6; i++) x = b.add('Softmax', [x]);
    const program = await compile(b.build([x]));
    expect(planMemory(program).slots).toHaveLength(2);
  });

  test('a state whose old value is an output keeps it until it was read', async () => {
    const b = createBuilder();
    const value = state(b, 's', 's.next');
    b.append({ kind: 'operator', name: 'n', operator: 'Neg', inputs: [value], outputs: ['s.next'], attributes: {} });
    const program = await compile(b.build([value]));
    expect(planMemory(program).stateCopies).toHaveLength(1);
  });

  test('no dispatch reads and writes one buffer through two bindings', async () => {
    const b = createBuilder();
    const x = b.input('x', 'f32', [8, 8]);
    const value = state(b, 's', 's.next');
    const flat = b.add('Reshape', [value, b.ints([8, 8])]);
    const y = b.add('Softmax', [b.add('Add', [b.add('Softmax', [x]), flat])]);
    const next = b.add('Reshape', [b.add('Softmax', [y]), b.ints([64])]);
    b.append({
      kind: 'operator',
      name: 'n',
      operator: 'Identity',
      inputs: [next],
      outputs: ['s.next'],
      attributes: {},
    });
    const program = await compile(b.build([y]));
    const memory = planMemory(program);
    for (const { dispatches } of program.steps)
      for (const one of dispatches)
        if (one.kind === 'dispatch') {
          const places = one.buffers.map((ref) => JSON.stringify(memory.placeOf(ref)));
          const written = places.filter((_, i) => one.linked.bindings[i]!.access === 'read_write');
          for (const place of written) expect(places.filter((other) => other === place)).toHaveLength(1);
        }
  });
});
