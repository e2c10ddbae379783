/** Teacher and student in one graph: what is learned and what is not, on which inputs, cached or attached alike. */
import { afterAll, describe, expect, test } from 'vitest';
import { limit } from '../../data/dataset.ts';
import { digitsDataset } from '../../data/digits/digitsDataset.ts';
import { createOnnxExecutor } from '../../execution/onnx/onnxExecutor.ts';
import { createReferenceExecutor } from '../../execution/reference/referenceExecutor.ts';
import type { Graph } from '../../graph/graph.ts';
import { cnn, mlp } from '../../models/networks.ts';
import { learningStep } from '../../training/learningStep.ts';
import { startTraining } from '../../training/run.ts';
import { withTrained } from '../../training/trainingStep.ts';
import type { Teacher } from './attachTeacher.ts';
import { attachTeacher, proposeFeaturePairs } from './attachTeacher.ts';
import { decodeCache, encodeCache } from './cacheBytes.ts';
import { cachedRows, cacheTeacher } from './cachedTeacher.ts';
import type { DistillLoss } from './options.ts';

/** Decimals of a loss whose terms are read back as f32. */
const mixDigits = 4;

const onnx = createOnnxExecutor({ threads: 1 });
afterAll(() => onnx.dispose());

const data = limit(digitsDataset({ split: 'train', count: 64 }), 64);
const input = [1, 28, 28] as const;
const teacher = cnn({ input, classes: 10, channels: [6, 8], hidden: 24 }, 1);
const student = cnn({ input, classes: 10, channels: [2, 4], hidden: 12 }, 2);
const run = { steps: 6, batch: 16, seed: 1, learningRate: 3e-3 };
/** Losses of the same step on two executors, f32 beside f32 in another order. */
const curveTolerance = 1e-4;
/** Scores are stored in f32. */
const probabilityTolerance = 1e-6;
/** What classes beyond the largest three, taken as one, may add to or take from a divergence. */
const tailShare = 0.2;

async function curveOf(
  loss: DistillLoss,
  teachers: readonly Teacher[],
  { labelled = true, executor = onnx, own = student, steps = 6 } = {},
) {
  const objective = await attachTeacher(own, teachers, loss, { labelled });
  const step = await learningStep(objective, { optimizer: { kind: 'adamw' } });
  const cached = teachers.find((each) => each.kind === 'cached');
  const { labels: _, ...bare } = data;
  const fed = { ...(labelled ? data : bare), ...(cached ? { perSample: cachedRows(cached.cache as never) } : {}) };
  const { curve, states } = await startTraining(executor, step, fed, { ...run, steps }).done;
  return { curve: curve.values, states, step };
}

const attached: Teacher = { kind: 'graph', graph: teacher };
const losses: readonly [string, DistillLoss][] = [
  ['logit', { kind: 'logit', temperature: 4, alpha: 0.9 }],
  ['decoupled', { kind: 'logit', divergence: 'decoupled' }],
  ['dist', { kind: 'logit', divergence: 'dist', temperature: 1 }],
  ['response', { kind: 'response' }],
  ['hints', { kind: 'feature', method: 'hint' }],
  ['attention', { kind: 'feature', method: 'attention', pairs: [{ student: 'conv1_relu', teacher: 'conv1_relu' }] }],
  ['relational', { kind: 'feature', method: 'relational', pairs: [{ student: 'fc1_relu', teacher: 'fc1_relu' }] }],
];

describe.each(losses)('%s', (_, loss) => {
  test('reference and onnx agree over steps, and the loss falls', async () => {
    const single = await curveOf(loss, [attached]);
    const exact = await curveOf(loss, [attached], { executor: createReferenceExecutor(), steps: 2 });
    exact.curve.total.forEach((want, i) => {
      expect(Math.abs(single.curve.total[i] - want) / Math.max(1, want)).toBeLessThan(curveTolerance);
    });
    expect(single.curve.total[5]).toBeLessThan(single.curve.total[0]);
  });
});

test('nothing of the teacher is a state, and the trained student keeps its own graph', async () => {
  const { states, step } = await curveOf({ kind: 'feature' }, [attached]);
  expect(Object.keys(states).filter((name) => name.startsWith('teacher/'))).toEqual([]);
  expect(step.trained.filter((name) => name.startsWith('projector'))).toHaveLength(3);
  const trained = withTrained(student, states);
  expect([...trained.parameters.keys()]).toEqual([...student.parameters.keys()]);
  expect(trained.nodes).toBe(student.nodes);
});

test('alpha 1 needs no labels, less does', async () => {
  const { curve } = await curveOf({ kind: 'logit', alpha: 1 }, [attached], { labelled: false });
  expect(Object.keys(curve)).toEqual(['kl', 'total', 'agreement']);
  await expect(curveOf({ kind: 'logit', alpha: 0.5 }, [attached], { labelled: false })).rejects.toThrow(
    'Labels have a share of 0.50',
  );
});

test('a student of another input shape reads the same samples', async () => {
  const flat: Graph = flattened(mlp({ input, classes: 10, hidden: [16] }, 4));
  const { curve } = await curveOf({ kind: 'logit' }, [attached], { own: flat });
  expect(curve.total[5]).toBeLessThan(curve.total[0]);
});

test('several teachers are weighted', async () => {
  const other = mlp({ input, classes: 10, hidden: [32] }, 5);
  const { curve } = await curveOf({ kind: 'logit', alpha: 1 }, [
    { ...attached, weight: 0.75 },
    { kind: 'graph', graph: other, weight: 0.25 },
  ]);
  expect(curve.total[0]).toBeCloseTo(0.75 * curve.kl[0] + 0.25 * curve.kl2[0], mixDigits);
});

describe('stored scores', () => {
  test('all of them give the same curve as the attached teacher', async () => {
    const cache = await cacheTeacher(onnx, teacher, data, { batch: 10 });
    expect([cache.kept, cache.bytes]).toEqual([10, 64 * 10 * 4]);
    const live = await curveOf({ kind: 'logit' }, [attached]);
    const stored = await curveOf({ kind: 'logit' }, [{ kind: 'cached', cache }]);
    live.curve.total.forEach((want, i) => {
      expect(Math.abs(stored.curve.total[i] - want)).toBeLessThan(curveTolerance);
    });
    expect([...stored.step.graph.parameters.keys()].filter((name) => name.startsWith('teacher'))).toEqual([]);
  });

  test('the largest three keep the distribution where it matters', async () => {
    const cache = await cacheTeacher(onnx, teacher, data, { topK: 3 });
    expect(cache.kept).toBe(3);
    const live = await curveOf({ kind: 'logit', temperature: 1 }, [attached]);
    const stored = await curveOf({ kind: 'logit', temperature: 1 }, [{ kind: 'cached', cache }]);
    expect(Math.abs(stored.curve.kl[0] - live.curve.kl[0])).toBeLessThan(tailShare * live.curve.kl[0]);
    const rows = cachedRows(cache).teacher_values(Int32Array.of(7));
    const { teacher_values: again } = cachedRows(await cacheTeacher(onnx, teacher, data));
    const all = Array.from(again(Int32Array.of(7)).data, Number).sort((a, b) => b - a);
    expect(Array.from(rows.data, Number)).toEqual(all.slice(0, 3));
  });

  test('classes left out share equally what the kept ones leave of the probability', async () => {
    const [kept, all] = [await cacheTeacher(onnx, teacher, data, { topK: 3 }), await cacheTeacher(onnx, teacher, data)];
    for (let sample = 0; sample < data.samples; sample++) {
      const scores = Array.from(all.values.subarray(10 * sample, 10 * sample + 10), Math.exp);
      const total = scores.reduce((sum, x) => sum + x, 0);
      const own = Array.from(kept.values.subarray(3 * sample, 3 * sample + 3), Math.exp);
      const stored = own.reduce((sum, x) => sum + x, 0) + 7 * Math.exp(kept.rest![sample]);
      own.forEach((x, i) => {
        const exact = scores[kept.indices![3 * sample + i]] / total;
        expect(Math.abs(x / stored - exact)).toBeLessThan(probabilityTolerance);
      });
    }
  });

  test.each([10, 3])('come back from bytes, %i a sample', async (topK) => {
    const cache = await cacheTeacher(onnx, teacher, limit(data, 8), { topK });
    expect(decodeCache(encodeCache(cache))).toEqual({ ...cache, ms: Math.fround(cache.ms) });
    expect(() => decodeCache(encodeCache(cache).slice(0, 99))).toThrow("the teacher's stored scores has 99 of");
  });

  test('hold no features', async () => {
    const cache = { classes: 10, kept: 10 };
    await expect(
      attachTeacher(student, [{ kind: 'cached', cache }], { kind: 'feature' }, { labelled: true }),
    ).rejects.toThrow('Stored scores hold no features');
  });
});

test('pairs are proposed by size', async () => {
  expect(await proposeFeaturePairs(student, teacher)).toEqual([
    { student: 'conv1_relu', teacher: 'conv1_relu' },
    { student: 'conv2_relu', teacher: 'conv2_relu' },
    { student: 'fc1_relu', teacher: 'fc1_relu' },
  ]);
});

test('what does not fit together is refused', async () => {
  const attach = (graph: Graph, loss: DistillLoss = { kind: 'logit' }) =>
    attachTeacher(student, [{ kind: 'graph', graph }], loss, { labelled: true });
  await expect(attach(mlp({ input, classes: 7, hidden: [] }))).rejects.toThrow(
    'The student scores batch×10 and the teacher batch×7',
  );
  await expect(attach(mlp({ input: [3, 32, 32], classes: 10, hidden: [] }))).rejects.toThrow(
    'both must read the same samples',
  );
  await expect(attach(teacher, { kind: 'feature', pairs: [{ student: 'conv9', teacher: 'conv1' }] })).rejects.toThrow(
    '"conv9" is no value of the network',
  );
});

/** The same network for samples of 784 bytes. */
function flattened(graph: Graph): Graph {
  const [{ name, dtype }] = graph.inputs;
  const nodes = graph.nodes.map((node) => node);
  return { ...graph, inputs: [{ name, dtype, shape: ['batch', 784] }], nodes };
}
