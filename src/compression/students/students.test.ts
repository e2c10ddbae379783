/** Students: what they cost, what they keep of the teacher, and that they run. */
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { createReferenceExecutor } from '../../execution/reference/referenceExecutor.ts';
import type { Graph, Parameter } from '../../graph/graph.ts';
import { denseStorage } from '../../graph/graph.ts';
import { loadParameter } from '../../graph/parameterData.ts';
import { architectureKey, cnn, mlp } from '../../models/networks.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import { residualNetwork } from '../../testing/residual.ts';
import { trainableParameters } from '../../training/trainable.ts';
import { lowRank } from '../adapters/svd.ts';
import type { StudentSpec } from './buildStudent.ts';
import { buildStudent, networkCost } from './buildStudent.ts';
import { droppableLayers } from './dropLayers.ts';

const teacher = mlp({ input: [1, 28, 28], classes: 10, hidden: [64, 64, 64] }, 1);
const build = (spec: StudentSpec, of: Graph = teacher) => buildStudent(spec, { teacher: of, seed: 5 });
/** Both sides in 64 bits; the factors are stored in f32. */
const fullRankTolerance = 1e-4;

async function scoresOf(graph: Graph): Promise<number[]> {
  const [{ name, dtype, shape }] = graph.inputs;
  const own = [2, ...shape.slice(1).map(Number)];
  const size = own.reduce((a, b) => a * b);
  const x = tensorFrom(
    dtype,
    own,
    Array.from({ length: size }, (_, i) => (dtype === 'u8' ? (i * 37) % 256 : Math.sin(i))),
  );
  const plan = await createReferenceExecutor().compile(graph, { shapes: { [name]: own } });
  return Array.from((await plan.run({ [name]: x }))[graph.outputs[0]].data, Number);
}

describe('presets', () => {
  test('take samples and classes of the teacher or of the data', async () => {
    const small = await build({ preset: 'cnn', channels: [4, 8], hidden: [16] });
    expect(small.inputs[0].shape).toEqual(['batch', 1, 28, 28]);
    const own = await buildStudent({ preset: 'mlp', hidden: [30] }, { sample: [1, 8, 8], classes: 3 });
    expect(await networkCost(own)).toMatchObject({ parameters: expect.any(Number) });
    expect(own.parameters.get('logits.weight')?.shape).toEqual([3, 30]);
    await expect(buildStudent({ preset: 'mlp', hidden: [30] }, {})).rejects.toThrow(
      'needs to know its samples and classes',
    );
  });
});

describe('width', () => {
  test('a quarter of the channels costs a sixteenth between hidden layers', async () => {
    const student = await build({ from: 'teacher', width: 0.25 });
    expect(student.parameters.get('fc2.weight')?.shape).toEqual([16, 16]);
    expect(JSON.parse(student.metadata[architectureKey])).toMatchObject({ hidden: [16, 16, 16] });
    const [big, small] = [await networkCost(teacher), await networkCost(student)];
    expect(small.bytes).toBeLessThan(0.25 * big.bytes);
    expect(small.flops).toBeLessThan(0.25 * (big.flops ?? 0));
  });

  test('begins anew by a seed, or with the teacher’s largest channels', async () => {
    const [a, b] = [await build({ from: 'teacher', width: 0.5 }), await build({ from: 'teacher', width: 0.5 })];
    expect(await scoresOf(a)).toEqual(await scoresOf(b));
    const kept = await build({ from: 'teacher', width: 1, init: 'teacher' });
    expect(await scoresOf(kept)).toEqual(await scoresOf(teacher));
  });
});

describe('depth', () => {
  test('layers and blocks that give back their shape can be left out', async () => {
    expect((await droppableLayers(teacher)).map(({ name }) => name)).toEqual(['fc2', 'fc3']);
    expect((await droppableLayers(residualNetwork(3))).map(({ name }) => name)).toEqual([
      'block1.a',
      'block2.a',
      'block3.a',
      'depthwise',
    ]);
  });

  test('what is left has the teacher’s weights', async () => {
    const student = await build({ from: 'teacher', layers: 1 });
    expect(trainableParameters(student)).toEqual([
      'fc1.weight',
      'fc1.bias',
      'fc2.weight',
      'fc2.bias',
      'logits.weight',
      'logits.bias',
    ]);
    expect(student.parameters.get('fc2.weight')).toBe(teacher.parameters.get('fc2.weight'));
    const none = await build({ from: 'teacher', depth: 0 }, residualNetwork(3));
    expect(none.parameters.has('block2.a.weight')).toBe(false);
    expect((await scoresOf(none)).every(Number.isFinite)).toBe(true);
    const named = await build({ from: 'teacher', layers: ['block2.a', 'depthwise'] }, residualNetwork(3));
    expect([named.parameters.has('block1.a.weight'), named.parameters.has('block2.a.weight')]).toEqual([false, true]);
  });

  test('says what may be left out', async () => {
    await expect(build({ from: 'teacher', layers: ['logits'] })).rejects.toThrow(
      '"logits" is no layer that may stay or go; there are fc2, fc3.',
    );
    await expect(
      build({ from: 'teacher', depth: 0.5 }, cnn({ input: [1, 28, 28], classes: 10, channels: [4], hidden: 8 })),
    ).rejects.toThrow('none can be left out');
  });
});

describe('rank', () => {
  test('thinner layers are fewer weights, and nearly the same at nearly full rank', async () => {
    const student = await build({ from: 'teacher', rank: 0.25 }, residualNetwork());
    expect((await networkCost(student)).parameters).toBeLessThan((await networkCost(residualNetwork())).parameters);
    expect((await scoresOf(student)).every(Number.isFinite)).toBe(true);
    const half = await build({ from: 'teacher', rank: 0.25 });
    expect(half.parameters.get('fc1.weight.a')?.shape).toEqual([16, 784]);
    expect(half.parameters.get('fc1.weight.b')?.shape).toEqual([64, 16]);
  });

  test.each([
    ['Gemm', teacher, 0.25],
    ['convolutions, Gemm and MatMul', residualNetwork(), 0.4],
  ] as const)('two thin layers are one of their product: %s', async (_, graph, rank) => {
    const student = await build({ from: 'teacher', rank }, graph);
    const parameters = new Map(student.parameters);
    let thin = 0;
    for (const [name, parameter] of graph.parameters) {
      const [a, b] = [student.parameters.get(`${name}.a`), student.parameters.get(`${name}.b`)];
      if (!a || !b) continue;
      const isMatMul = name === 'head.weight';
      const [left, right] = isMatMul ? [a, b] : [b, a];
      const values = await product(left, right);
      parameters.set(name, { ...parameter, storage: denseStorage('f32', values) });
      thin++;
    }
    expect(thin).toBeGreaterThan(2);
    const [own, wide] = [await scoresOf(student), await scoresOf({ ...graph, parameters })];
    own.forEach((x, i) => {
      expect(Math.abs(x - wide[i])).toBeLessThan(fullRankTolerance);
    });
  });

  test('a matrix of that rank is found exactly, and the error of another is what the spectrum says', () => {
    const random = createRandom(2);
    const [rows, columns, rank] = [30, 50, 6];
    const left = Float64Array.from({ length: rows * rank }, () => random.normal());
    const right = Float64Array.from({ length: rank * columns }, () => random.normal());
    const product = (b: Float64Array, a: Float64Array, r: number) =>
      Float64Array.from({ length: rows * columns }, (_, i) => {
        let sum = 0;
        for (let k = 0; k < r; k++) sum += b[Math.floor(i / columns) * r + k] * a[k * columns + (i % columns)];
        return sum;
      });
    const w = product(left, right, rank);
    const error = (of: ReturnType<typeof lowRank>) =>
      Math.sqrt(product(of.b, of.a, of.rank).reduce((sum, x, i) => sum + (x - w[i]) ** 2, 0));
    const full = lowRank(w, rows, columns, rank);
    expect(error(full)).toBeLessThan(fullRankTolerance);
    const three = lowRank(w, rows, columns, 3);
    expect(error(three)).toBeCloseTo(Math.sqrt(full.singular.slice(3).reduce((sum, s) => sum + s * s, 0)), 4);
  });
});

test('without a teacher there is no student of it', async () => {
  await expect(buildStudent({ from: 'teacher' }, {})).rejects.toThrow('needs a teacher');
});

/** left · right, both seen as matrices of left's rows, the rank, and the rest. */
async function product(left: Parameter, right: Parameter): Promise<Float32Array> {
  const rank = right.shape[0];
  const [a, b] = [await loadParameter(left), await loadParameter(right)];
  const columns = b.data.length / rank;
  return Float32Array.from({ length: left.shape[0] * columns }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < rank; k++)
      sum += Number(a.data[Math.floor(i / columns) * rank + k]) * Number(b.data[k * columns + (i % columns)]);
    return sum;
  });
}
