/** Who teaches whom: chains of assistants, a network that teaches its own copy, several teachers; each beside the same by hand. */
import { afterAll, describe, expect, test } from 'vitest';
import { limit } from '../../data/dataset.ts';
import { digitsDataset } from '../../data/digits/digitsDataset.ts';
import { createOnnxExecutor } from '../../execution/onnx/onnxExecutor.ts';
import type { Graph } from '../../graph/graph.ts';
import { loadParameter } from '../../graph/parameterData.ts';
import { mlp } from '../../models/networks.ts';
import type { RecipeContext } from '../context.ts';
import type { StepReport } from '../reports.ts';
import { runRecipe } from '../runRecipe.ts';
import { parseRecipe } from '../schema.ts';

/** Decimals of a mean of losses read back as f32. */
const mixDigits = 4;

const executor = createOnnxExecutor({ threads: 1 });
afterAll(() => executor.dispose());

const data = limit(digitsDataset({ split: 'train', count: 64 }), 64);
const context: RecipeContext = { executor, data };
const input = [1, 28, 28] as const;
const teacher = mlp({ input, classes: 10, hidden: [16] }, 1);
const other = mlp({ input, classes: 10, hidden: [12] }, 7);

const recipe = (...steps: object[]) => parseRecipe({ version: 1, steps });
const fields = { steps: 6, batch: 16, seed: 3, optimizer: { kind: 'adamw', learningRate: 1e-2 } };
const small = { preset: 'mlp', hidden: [6] };
/** A loss that depends on the teacher alone. */
const loss = { kind: 'logit', temperature: 2, alpha: 1 };
const distil = { kind: 'distill', loss, ...fields };

/** Losses of each network that a recipe's last step trained, one after the other. */
async function curvesOf(model: Graph | undefined, steps: object[], models: Readonly<Record<string, Graph>> = {}) {
  const ran = await runRecipe(model, recipe(...steps), { ...context, models: (id) => models[id] });
  const { report } = ran.steps[ran.steps.length - 1];
  return { graph: ran.graph, curves: trainingOf(report).map(({ curve }) => Array.from(curve.values.total)) };
}

const trainingOf = (report: StepReport) => ('training' in report ? report.training : []);
const weightsOf = async (graph: Graph, name: string) =>
  Array.from((await loadParameter(graph.parameters.get(name)!)).data, Number);

describe('assistants', () => {
  const middle = { preset: 'mlp', hidden: [10] };
  test('each is taught by the one before it, and the last one teaches the student', async () => {
    const last = { preset: 'mlp', hidden: [8] };
    const chain = await curvesOf(teacher, [{ ...distil, student: small, assistants: [middle, last] }]);
    const first = await curvesOf(teacher, [{ ...distil, student: middle }]);
    const second = await curvesOf(teacher, [{ ...distil, student: last, teacher: 'm' }], { m: first.graph });
    const third = await curvesOf(teacher, [{ ...distil, student: small, teacher: 'm' }], { m: second.graph });
    expect(chain.curves).toEqual([...first.curves, ...second.curves, ...third.curves]);
    expect(await weightsOf(chain.graph, 'fc1.weight')).toEqual(await weightsOf(third.graph, 'fc1.weight'));
    const direct = await curvesOf(teacher, [{ ...distil, student: small }]);
    expect(direct.curves[0]).not.toEqual(chain.curves[2]);
  });
});

describe('born again', () => {
  test('a fresh copy of the network’s own shape learns from the network as it is now', async () => {
    const train = { kind: 'train', ...fields };
    const again = { ...distil, student: { from: 'teacher', width: 1 }, teacher: 'current' };
    const both = await curvesOf(teacher, [train, again]);
    const trained = (await curvesOf(teacher, [train])).graph;
    const byHand = await curvesOf(trained, [{ ...distil, student: { from: 'teacher', width: 1 } }]);
    expect(both.curves).toEqual(byHand.curves);
    const [own, of] = [await weightsOf(both.graph, 'fc1.weight'), await weightsOf(trained, 'fc1.weight')];
    expect(own).toHaveLength(of.length);
    // Six small steps from the teacher's own weights would leave nearly all of them near; a fresh start leaves hardly any.
    expect(own.filter((w, i) => Math.abs(w - of[i]) < 1e-3).length).toBeLessThan(0.2 * of.length);
    const fromOriginal = await curvesOf(teacher, [train, { ...again, teacher: 'original' }]);
    expect(fromOriginal.curves).not.toEqual(both.curves);
  });
});

describe('several teachers', () => {
  const taughtBy = (weights: readonly [number, number]) =>
    curvesOf(
      teacher,
      [
        {
          ...distil,
          student: small,
          teacher: [
            { model: 'original', weight: weights[0] },
            { model: 'other', weight: weights[1] },
          ],
        },
      ],
      { other },
    );
  test('are weighed by shares of the sum of their weights', async () => {
    const [alone, single] = [
      (await curvesOf(teacher, [{ ...distil, student: small }])).curves[0],
      (await curvesOf(other, [{ ...distil, student: small }])).curves[0],
    ];
    const [first] = (await taughtBy([3, 1])).curves[0];
    // Of the first batch, before anything was learned.
    expect(first).toBeCloseTo(0.75 * alone[0] + 0.25 * single[0], mixDigits);
    expect((await taughtBy([30, 10])).curves).toEqual((await taughtBy([3, 1])).curves);
    expect((await taughtBy([1, 3])).curves).not.toEqual((await taughtBy([3, 1])).curves);
  });
});

test('a pipeline: channels out, distilled by the run’s model, trained in four bits, the rest rounded', async () => {
  const w = (bits: number) => ({ bits, strategy: 'channel', symmetric: true, clip: 'minmax' });
  const pruned = { kind: 'prune', method: 'structured', sparsity: 0.5 };
  const packed = { kind: 'qat', weights: w(4), targets: ['fc1'], ...fields };
  const whole = recipe(pruned, distil, packed, { kind: 'quantize', weights: w(8) });
  const { graph, stages, steps } = await runRecipe(teacher, whole, context);
  expect(steps.map(({ kind }) => kind)).toEqual(['prune', 'distill', 'qat', 'quantize']);
  const [first] = stages;
  expect(first.parameters.get('fc1.weight')?.shape).toEqual([8, 784]);
  const byHand = await curvesOf(first, [{ ...distil, teacher: 'whole' }], { whole: teacher });
  expect(trainingOf(steps[1].report).map(({ curve }) => Array.from(curve.values.total))).toEqual(byHand.curves);
  const bitsOf = ({ parameters }: Graph, name: string) => {
    const storage = parameters.get(name)?.storage;
    return storage?.kind === 'packed' ? storage.layout.bits : 32;
  };
  const widths = [...stages.slice(1), graph].map((stage) =>
    ['fc1.weight', 'logits.weight'].map((n) => bitsOf(stage, n)),
  );
  expect(widths).toEqual([
    [32, 32],
    [4, 32],
    [4, 8],
    [4, 8],
  ]);
  expect(graph.parameters.get('fc1.weight')).toBe(stages[2].parameters.get('fc1.weight'));
});
