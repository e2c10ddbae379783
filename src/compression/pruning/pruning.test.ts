/** Pruning: exact shares, 2:4, channels that are really gone, and zeros that stay while a network learns. */
import { afterAll, describe, expect, test } from 'vitest';
import { limit } from '../../data/dataset.ts';
import { digitsDataset } from '../../data/digits/digitsDataset.ts';
import { createOnnxExecutor } from '../../execution/onnx/onnxExecutor.ts';
import { createReferenceExecutor } from '../../execution/reference/referenceExecutor.ts';
import type { Graph } from '../../graph/graph.ts';
import { inferTypes } from '../../graph/inferTypes.ts';
import { loadParameter } from '../../graph/parameterData.ts';
import { findWeights } from '../../graph/passes/weights.ts';
import { architectureKey, cnn, mlp } from '../../models/networks.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import { residualNetwork } from '../../testing/residual.ts';
import { learningStep } from '../../training/learningStep.ts';
import { labelObjective } from '../../training/objective.ts';
import { startTraining } from '../../training/run.ts';
import { withTrained } from '../../training/trainingStep.ts';
import { findChannelGroups } from './channelGroups.ts';
import { gradualPruning, holdMasks } from './heldMasks.ts';
import { sparsityAt } from './masks.ts';
import { prune } from './prune.ts';
import { removeChannels } from './removeChannels.ts';

/** Of 16,040 weights one is 0.00006. */
const wholeDigits = 4;
/** A share that moves by steps is met to a few of 16,040 weights. */
const scheduleDigits = 3;
/** The smallest layer has 120 weights, so it meets a share to one of them. */
const layerDigits = 2;

const onnx = createOnnxExecutor({ threads: 1 });
const reference = createReferenceExecutor();
afterAll(() => onnx.dispose());

/** Both compute in 64 bits; only the order of sums differs. */
const exactTolerance = 1e-9;

const network = mlp({ input: [1, 28, 28], classes: 10, hidden: [20, 12] }, 3);
const zerosOf = async (graph: Graph, name: string) =>
  Array.from((await loadParameter(graph.parameters.get(name)!)).data, Number).filter((w) => w === 0).length;

describe('magnitude', () => {
  test.each(['global', 'layer'] as const)('%s: exactly the share becomes zero, the smallest first', async (scope) => {
    const { graph, report } = await prune(network, { method: 'magnitude', sparsity: 0.7, scope });
    expect(report.sparsity).toBeCloseTo(0.7, wholeDigits);
    const shares = report.layers.map(({ zeros, count }) => zeros / count);
    if (scope === 'layer') for (const share of shares) expect(share).toBeCloseTo(0.7, layerDigits);
    else expect(Math.max(...shares) - Math.min(...shares)).toBeGreaterThan(0.1);
    expect(await zerosOf(graph, 'fc1.weight')).toBe(report.layers[0].zeros);
    expect(report.bytesAfter).toBe(report.bytesBefore);
    expect(report.bytesIfSparse).toBeLessThan(0.4 * report.bytesBefore);
  });

  test('2:4 leaves two of each four along a row', async () => {
    const { graph, report } = await prune(network, { method: 'magnitude', sparsity: 0.5, pattern: '2:4' });
    expect(report.sparsity).toBe(0.5);
    const { data } = await loadParameter(graph.parameters.get('fc2.weight')!);
    for (let i = 0; i < data.length; i += 4)
      expect(Array.from(data.subarray(i, i + 4), Number).filter((w) => w !== 0)).toHaveLength(2);
  });

  test('2:4 keeps the larger two, as they were', async () => {
    const { graph } = await prune(network, { method: 'magnitude', sparsity: 0.5, pattern: '2:4' });
    const valuesOf = async (own: Graph) =>
      Array.from((await loadParameter(own.parameters.get('fc2.weight')!)).data, Number);
    const [before, after] = [await valuesOf(network), await valuesOf(graph)];
    for (let i = 0; i < before.length; i += 4) {
      const four = before.slice(i, i + 4);
      const [, second] = four.map(Math.abs).sort((a, b) => b - a);
      expect(after.slice(i, i + 4)).toEqual(four.map((w) => (Math.abs(w) >= second ? w : 0)));
    }
  });

  test('targets and exceptions hold; packed weights are refused', async () => {
    const { report } = await prune(network, { method: 'magnitude', sparsity: 0.5, exempt: ['last'] });
    expect(report.layers.map(({ name }) => name)).toEqual(['fc1.weight', 'fc2.weight']);
    expect(report.left[0].reason).toBe('the last layer is exempt');
  });

  test('sparsity rises by a cubic', () => {
    const schedule = { steps: 100, every: 10 };
    expect([0, 5, 50, 100, 200].map((step) => sparsityAt(0.8, schedule, step))).toEqual([
      0,
      0,
      0.8 * (1 - 0.125),
      0.8,
      0.8,
    ]);
  });
});

describe('channels', () => {
  test('groups are found as they belong together', async () => {
    const graph = residualNetwork();
    const groups = findChannelGroups(graph, await inferTypes(graph));
    expect(groups.map(({ name, channels, fixed }) => [name, channels, fixed])).toEqual([
      ['stem', 6, undefined],
      ['block1.a', 8, undefined],
      ['block2.a', 8, undefined],
      ['fc', 5, undefined],
      ['head', 4, 'they are an output'],
    ]);
    expect(groups[0].depthwise).toEqual(['depthwise']);
    expect(groups[0].ties.filter(({ parameter }) => parameter === 'fc.weight')).toEqual([
      { parameter: 'fc.weight', axis: 1, repeat: 4, role: 'read' },
    ]);
  });

  test('taking out channels that do nothing changes nothing', async () => {
    const graph = residualNetwork();
    const silenced = await silence(graph, 2);
    const groups = findChannelGroups(graph, await inferTypes(graph)).filter(({ fixed }) => fixed === undefined);
    const kept = groups.map((group) => ({
      group,
      channels: Array.from({ length: group.channels }, (_, i) => i).filter((i) => i !== 2),
    }));
    const smaller = await removeChannels(silenced, kept);
    const x = tensorFrom(
      'f32',
      [2, 3, 8, 8],
      Array.from({ length: 384 }, (_, i) => Math.sin(i)),
    );
    const [before, after] = await Promise.all(
      [silenced, smaller].map(async (own) =>
        (await reference.compile(own, { shapes: { x: [2, 3, 8, 8] } })).run({ x }),
      ),
    );
    before.scores.data.forEach((want, i) => {
      expect(Math.abs(Number(after.scores.data[i]) - Number(want))).toBeLessThan(exactTolerance);
    });
    expect(smaller.parameters.get('fc.weight')?.shape).toEqual([4, 20]);
    expect(smaller.parameters.get('depthwise.weight')?.shape).toEqual([5, 1, 3, 3]);
  });

  test.each(['l1', 'l2'] as const)('%s: the channels that are made of the least go', async (importance) => {
    const graph = await scaled(residualNetwork(), 2, 1e-4);
    const options = { method: 'structured', importance, scope: 'layer' } as const;
    const { graph: smaller, report } = await prune(graph, { ...options, sparsity: 0.2 });
    // One of 6, 8, 8 and 5 channels: a fifth of each, rounded, is 1, 2, 2 and 1.
    expect(smaller.parameters.get('stem.weight')?.shape[0]).toBe(5);
    expect(report.sparsity).toBeGreaterThan(0);
    const stem = await loadParameter(graph.parameters.get('stem.weight')!);
    const kept = await loadParameter(smaller.parameters.get('stem.weight')!);
    const rest = Array.from(stem.data, Number).filter((_, i) => Math.floor(i / 27) !== 2);
    expect(Array.from(kept.data, Number)).toEqual(rest);
  });

  test.each(['layer', 'global'] as const)(
    '%s: parameters, bytes and operations really fall, and onnx runs what is left',
    async (scope) => {
      const { graph, report } = await prune(residualNetwork(), { method: 'structured', sparsity: 0.5, scope });
      expect(report.sparsity).toBeGreaterThan(0.4);
      expect(report.bytesAfter).toBeLessThan(0.6 * report.bytesBefore);
      expect(report.flopsAfter).toBeLessThan(0.6 * (report.flopsBefore ?? 0));
      const x = tensorFrom(
        'f32',
        [1, 3, 8, 8],
        Array.from({ length: 192 }, (_, i) => Math.cos(i)),
      );
      const plan = await onnx.compile(graph, { shapes: { x: [1, 3, 8, 8] } });
      expect((await plan.run({ x })).scores.shape).toEqual([1, 4]);
    },
  );

  test('a network that Decant made still describes itself', async () => {
    const { graph } = await prune(cnn({ input: [1, 28, 28], classes: 10, channels: [8, 16], hidden: 32 }), {
      method: 'structured',
      sparsity: 0.5,
    });
    expect(JSON.parse(graph.metadata[architectureKey])).toMatchObject({ kind: 'cnn', channels: [4, 8], hidden: 16 });
  });

  test('a group that an output needs is refused', async () => {
    const graph = residualNetwork();
    const head = findChannelGroups(graph, await inferTypes(graph)).find(({ name }) => name === 'head')!;
    await expect(removeChannels(graph, [{ group: head, channels: [0] }])).rejects.toThrow(
      'The channels of "head" cannot be taken out: they are an output.',
    );
  });
});

describe('while it learns', () => {
  const data = limit(digitsDataset({ split: 'train', count: 96 }), 96);
  const options = { steps: 20, batch: 16, seed: 1, learningRate: 3e-3 };

  test('zeros of a pruned network stay zeros', async () => {
    const { graph } = await prune(network, { method: 'magnitude', sparsity: 0.8 });
    const objective = await labelObjective(graph);
    const held = await holdMasks(objective.graph);
    const step = await learningStep(
      { ...objective, graph: held.graph },
      { optimizer: { kind: 'adamw' }, masks: held.masks },
    );
    const { states } = await startTraining(onnx, step, data, options).done;
    const trained = withTrained(graph, states);
    for (const { parameter } of findWeights(graph).fit) {
      expect(await zerosOf(trained, parameter.name)).toBe(await zerosOf(graph, parameter.name));
      expect(trained.parameters.get(parameter.name)).not.toEqual(graph.parameters.get(parameter.name));
    }
  });

  test('on the way sparsity is what the schedule says, and what is zero stays zero', async () => {
    const weights = findWeights(network).fit.map(({ parameter, orientation, rows, columns }) => ({
      name: parameter.name,
      orientation,
      rows,
      columns,
    }));
    const names = weights.map(({ name }) => name);
    const objective = await labelObjective(network);
    const held = await holdMasks(objective.graph, names);
    const step = await learningStep(
      { ...objective, graph: held.graph },
      { optimizer: { kind: 'adamw' }, masks: held.masks },
    );
    const schedule = { steps: 8, every: 4 };
    const adjust = gradualPruning(weights, { method: 'magnitude', sparsity: 0.8 }, schedule);
    const prunedFor = async (steps: number) => {
      const { states } = await startTraining(onnx, step, data, { ...options, adjust, steps }).done;
      return names.flatMap((name) => Array.from(states[name].data, Number));
    };
    // Masks change before steps 0, 4 and 8; between them the optimizer moves what is left, and nothing else.
    const [early, late, end] = [await prunedFor(5), await prunedFor(8), await prunedFor(12)];
    const zeros = (all: readonly number[]) => all.filter((w) => w === 0).length / all.length;
    expect(zeros(early)).toBeCloseTo(sparsityAt(0.8, schedule, 4), scheduleDigits);
    expect(zeros(late)).toBe(zeros(early));
    expect(zeros(end)).toBeCloseTo(0.8, scheduleDigits);
    expect(end.every((w, i) => w === 0 || late[i] !== 0)).toBe(true);
  });

  test('sparsity rises to what was asked', async () => {
    const objective = await labelObjective(network);
    const weights = findWeights(network).fit.map(({ parameter, orientation, rows, columns }) => ({
      name: parameter.name,
      orientation,
      rows,
      columns,
    }));
    const held = await holdMasks(
      objective.graph,
      weights.map(({ name }) => name),
    );
    const step = await learningStep(
      { ...objective, graph: held.graph },
      { optimizer: { kind: 'adamw' }, masks: held.masks },
    );
    const adjust = gradualPruning(weights, { method: 'magnitude', sparsity: 0.9 }, { steps: 16, every: 4 });
    const { states, curve } = await startTraining(onnx, step, data, { ...options, adjust }).done;
    const all = weights.flatMap(({ name }) => Array.from(states[name].data, Number));
    expect(all.filter((w) => w === 0).length / all.length).toBeCloseTo(0.9, scheduleDigits);
    expect(curve.values.total[19]).toBeLessThan(curve.values.total[0]);
  });
});

/** Makes the weights that read channel `c` of every group zero. */
const silence = (graph: Graph, c: number): Promise<Graph> => multiplied(graph, c, 'read', 0);

/** Multiplies what makes channel `c` of every group. */
const scaled = (graph: Graph, c: number, factor: number): Promise<Graph> => multiplied(graph, c, 'made', factor);

async function multiplied(graph: Graph, c: number, which: 'read' | 'made', factor: number): Promise<Graph> {
  const parameters = new Map(graph.parameters);
  for (const { ties, fixed } of findChannelGroups(graph, await inferTypes(graph))) {
    for (const { parameter, axis, repeat, role } of ties) {
      if (role !== which || fixed !== undefined) continue;
      const own = parameters.get(parameter)!;
      const { data, shape, dtype } = await loadParameter(own);
      const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
      const quiet = Float32Array.from(Array.from(data, Number), (w, i) =>
        Math.floor((Math.floor(i / inner) % shape[axis]) / repeat) === c ? factor * w : w,
      );
      parameters.set(parameter, { ...own, storage: { kind: 'dense', dtype, load: async () => quiet } });
    }
  }
  return { ...graph, parameters };
}
