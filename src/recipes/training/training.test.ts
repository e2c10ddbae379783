/** Recipes that train: what is refused with its path, and each kind of step on the built-in digits. */
import { afterAll, describe, expect, test } from 'vitest';
import { memorySource } from '../../core/bytes/byteSource.ts';
import { limit } from '../../data/dataset.ts';
import { digitsDataset } from '../../data/digits/digitsDataset.ts';
import { compareScores } from '../../evaluation/agreement.ts';
import { collectOutputs } from '../../evaluation/collectOutputs.ts';
import { findScores } from '../../evaluation/scores.ts';
import { measureSize } from '../../evaluation/size.ts';
import { createOnnxExecutor } from '../../execution/onnx/onnxExecutor.ts';
import { readOnnx } from '../../files/onnx/readOnnx.ts';
import type { Graph } from '../../graph/graph.ts';
import { checkpointSteps, memoryCheckpoints } from '../../training/checkpoint.ts';
import { exportStep } from '../../training/exportStep.ts';
import type { LearningStep } from '../../training/learningStep.ts';
import type { TrainingRun } from '../../training/runOptions.ts';
import type { PruneStepReport, StepReport } from '../reports.ts';
import { runRecipe } from '../runRecipe.ts';
import { parseRecipe } from '../schema.ts';
import type { RecipeContext } from '../steps.ts';

/** A share is met to one weight of a thousand. */
const shareDigits = 3;

const executor = createOnnxExecutor({ threads: 1 });
afterAll(() => executor.dispose());

const data = limit(digitsDataset({ split: 'train', count: 256 }), 256);
const heldOut = limit(digitsDataset({ split: 'test', count: 200 }), 200);
const context: RecipeContext = { executor, data };

const recipe = (...steps: object[]) => parseRecipe({ version: 1, steps });
const fields = { steps: 30, batch: 32, optimizer: { kind: 'adamw', learningRate: 3e-3 } };
const cnn = { preset: 'cnn', channels: [4, 8], hidden: [16] };
const w4 = { bits: 4, strategy: 'channel', symmetric: true, clip: 'mse' };

async function scoresOf(graph: Graph) {
  const { outputs } = await collectOutputs(executor, graph, heldOut);
  return findScores(outputs, 10)!;
}

const teacher = runRecipe(undefined, recipe({ kind: 'train', model: cnn, ...fields, steps: 150 }), context).then(
  ({ graph }) => graph,
);

const trainingOf = (report: StepReport) => ('training' in report ? report.training : []);

describe('what is refused', () => {
  test.each<[object, string]>([
    [{ kind: 'train', model: cnn }, 'steps[0].steps is missing'],
    [
      { kind: 'train', ...fields, model: { preset: 'rnn' } },
      'steps[0].model.preset is "rnn", which is not one that Decant knows.',
    ],
    [{ kind: 'train', ...fields, model: 7 }, 'steps[0].model is 7, which is not one that Decant knows.'],
    [
      { kind: 'distill', ...fields, student: { from: 'teacher', width: 2 } },
      'steps[0].student.width is 2, but should be at most 1.',
    ],
    [
      { kind: 'distill', ...fields, student: { preset: 'mlp', hidden: [0] } },
      'steps[0].student.hidden[0] is 0, but should be at least 1.',
    ],
    [{ kind: 'prune', sparsity: 0.5 }, 'steps[0].method is missing.'],
    [{ kind: 'train', steps: 0 }, 'steps[0].steps is 0, but should be at least 1.'],
    [
      { kind: 'train', steps: 5, optimizer: { kind: 'adagrad' } },
      'steps[0].optimizer.kind is "adagrad", which is not one that Decant knows.',
    ],
    [
      { kind: 'train', steps: 5, optimizer: { kind: 'sgd', learningRate: 0 } },
      'steps[0].optimizer.learningRate is 0, but should be at least 0.',
    ],
    [
      { kind: 'distill', steps: 5, loss: { kind: 'logit', alpha: 2 } },
      'steps[0].loss.alpha is 2, but should be at most 1.',
    ],
    [
      { kind: 'distill', steps: 5, loss: { kind: 'logits' } },
      'steps[0].loss.kind is "logits", which is not one that Decant knows.',
    ],
    [
      { kind: 'distill', steps: 5, teacher: 'current' },
      'steps[0].teacher is "current", but without student the current model is the student; name another.',
    ],
    [
      { kind: 'distill', steps: 5, cache: true, augment: { shift: 2 } },
      'steps[0].cache stores scores of samples as they are',
    ],
    [
      { kind: 'distill', steps: 5, cache: true, loss: { kind: 'feature' } },
      'steps[0].cache stores scores, not features',
    ],
    [{ kind: 'qat', ...fields, weights: { bits: 4, strategy: 'group' } }, 'steps[0].weights.groupSize is missing'],
    [{ kind: 'qat', ...fields, weights: w4, loss: { kind: 'logit' } }, 'steps[0].loss needs a teacher'],
    [{ kind: 'adaround' }, 'steps[0].weights is missing'],
    [{ kind: 'lora', rank: 0, steps: 0 }, 'steps[0].rank is 0, but should be at least 1.'],
    [{ kind: 'prune', method: 'wanda' }, 'steps[0].method is "wanda", which is not one that Decant knows.'],
    [
      { kind: 'prune', method: 'magnitude', pattern: '2:4', sparsity: 0.7 },
      'steps[0].sparsity is 0.7, but pattern "2:4" makes it 0.5.',
    ],
  ])('%j', (step, message) => {
    expect(() => recipe(step)).toThrow(message);
  });

  test('what is left out is filled in', () => {
    expect(recipe({ kind: 'distill', student: { from: 'teacher', width: 0.25 }, steps: 2000 }).steps[0]).toEqual({
      kind: 'distill',
      student: { from: 'teacher', width: 0.25 },
      teacher: 'original',
      loss: { kind: 'logit' },
      steps: 2000,
      batch: 128,
      optimizer: { kind: 'adamw', learningRate: 1e-3, schedule: 'cosine' },
    });
  });

  test('a recipe on nothing needs a step that makes a model', async () => {
    await expect(runRecipe(undefined, recipe({ kind: 'prune', method: 'magnitude' }), context)).rejects.toThrow(
      'steps[0].model: The step changes a model, but there is none yet',
    );
    await expect(runRecipe(undefined, recipe({ kind: 'distill', student: cnn, ...fields }), context)).rejects.toThrow(
      '"original" was named, but there is no original model',
    );
    await expect(runRecipe(await teacher, recipe({ kind: 'train', ...fields }), { executor })).rejects.toThrow(
      'steps[0]: Training needs samples',
    );
  });
});

describe('steps', { timeout: 60_000 }, () => {
  test('train makes a network, reports its curve, and may be steered', async () => {
    const store = memoryCheckpoints();
    const runs: TrainingRun[] = [];
    const seen: number[] = [];
    const learned: LearningStep[] = [];
    const step = {
      kind: 'train',
      model: { preset: 'mlp', hidden: [20] },
      ...fields,
      checkpointEvery: 10,
      clipNorm: 1,
      average: 0.9,
      augment: { shift: 1 },
      labelSmoothing: 0.1,
      dropout: { hidden: 0.2 },
    };
    const { graph, steps } = await runRecipe(undefined, recipe(step), {
      ...context,
      checkpoints: () => store,
      heldOut,
      onLesson: ({ step: made }) => void learned.push(made),
      onRun: (run) => runs.push(run),
      onTraining: ({ step: at }) => seen.push(at),
    });
    const [{ report }] = steps;
    expect(report).toMatchObject({
      network: { parameters: expect.any(Number) },
      training: [{ steps: 30, early: false }],
    });
    expect(graph.inputs[0].shape).toEqual(['batch', 1, 28, 28]);
    expect(await checkpointSteps(store)).toEqual([10, 20, 30]);
    // Thirty steps, and once more at each of three checkpoints, with what was measured there.
    expect([runs.length, seen.length]).toEqual([1, 33]);
    const [{ curve }] = trainingOf(report);
    expect(curve.measured.map(({ step: at }) => at)).toEqual([10, 20, 30]);
    expect(curve.measured[2].values.heldOut).toBeGreaterThan(0.05);
    const { bytes } = await exportStep(learned[0], 32);
    const again = await readOnnx(memorySource('step.onnx', bytes));
    expect(again.states.map(({ name }) => name)).toEqual(learned[0].graph.states.map(({ name }) => name));
  });

  test('distill: a narrower student of the run’s model, cached and attached alike', async () => {
    const distil = {
      kind: 'distill',
      student: { from: 'teacher', width: 0.5 },
      loss: { kind: 'logit', temperature: 4, alpha: 0.9 },
      ...fields,
    };
    const [live, stored] = [
      await runRecipe(await teacher, recipe(distil), context),
      await runRecipe(await teacher, recipe({ ...distil, cache: true }), context),
    ];
    const last = (result: typeof live) => trainingOf(result.steps[0].report)[0].last.total;
    expect(last(stored)).toBeCloseTo(last(live), shareDigits);
    expect(stored.steps[0].report).toMatchObject({
      training: [{ cache: { bytes: 256 * 10 * 4 } }],
      teachers: [{ parameters: expect.any(Number) }],
    });
    expect(measureSize(live.graph).bytes).toBeLessThan(0.5 * measureSize(await teacher).bytes);
  });

  test('distill: a chain of assistants, several teachers, an opened student, the teacher’s decisions', async () => {
    const opened = await runRecipe(
      undefined,
      recipe({ kind: 'train', model: { preset: 'mlp', hidden: [8] }, ...fields, steps: 5 }),
      context,
    );
    const models = (id: string) => (id === 'model-7' ? opened.graph : undefined);
    const chain = recipe({
      kind: 'distill',
      student: { preset: 'mlp', hidden: [8] },
      assistants: [{ from: 'teacher', width: 0.5 }],
      ...fields,
      steps: 5,
    });
    const { steps } = await runRecipe(await teacher, chain, context);
    expect(trainingOf(steps[0].report)).toHaveLength(2);
    const several = recipe({
      kind: 'distill',
      student: 'model-7',
      teacher: [
        { model: 'original', weight: 3 },
        { model: 'model-7', weight: 1 },
      ],
      loss: { kind: 'response' },
      ...fields,
      steps: 5,
    });
    const { labels: _, ...unlabelled } = data;
    expect((await runRecipe(await teacher, several, { ...context, data: unlabelled, models })).graph.nodes).toBe(
      opened.graph.nodes,
    );
    await expect(
      runRecipe(await teacher, recipe({ kind: 'distill', teacher: 'model-9', ...fields }), { ...context, models }),
    ).rejects.toThrow('no model of that id is open');
  });

  test('qat and qad pack what they trained, nearer to the float model than PTQ', async () => {
    const model = await teacher;
    const weights = { ...w4, bits: 2 };
    const ptq = await runRecipe(model, recipe({ kind: 'quantize', weights }), context);
    const qad = await runRecipe(
      model,
      recipe({
        kind: 'qat',
        weights,
        teacher: 'original',
        loss: { kind: 'logit', temperature: 2, alpha: 1 },
        ...fields,
        steps: 60,
        optimizer: { kind: 'adam', learningRate: 1e-3 },
      }),
      context,
    );
    const kl = async (graph: Graph) => compareScores(await scoresOf(model), await scoresOf(graph)).kl.value;
    expect(await kl(qad.graph)).toBeLessThan(0.5 * (await kl(ptq.graph)));
    expect(qad.steps[0].report.weights.map(({ bits }) => bits)).toEqual([2, 2, 2, 2]);
    expect(measureSize(qad.graph).bytes).toBe(measureSize(ptq.graph).bytes);
  });

  test('a pipeline: prune, distil, train for quantization; zeros stay, stages are kept, and it goes on from one', async () => {
    const pipeline = recipe(
      { kind: 'prune', method: 'magnitude', sparsity: 0.6 },
      { kind: 'distill', ...fields, steps: 10 },
      { kind: 'qat', weights: w4, ...fields, steps: 10 },
    );
    const { graph, stages, steps } = await runRecipe(await teacher, pipeline, context);
    expect(steps.map(({ kind }) => kind)).toEqual(['prune', 'distill', 'qat']);
    const zeros = async (of: Graph) => {
      const { loadParameter } = await import('../../graph/parameterData.ts');
      const { data: values } = await loadParameter(of.parameters.get('fc1.weight')!);
      return Array.from(values, Number).filter((w) => w === 0).length;
    };
    expect(await zeros(stages[1])).toBe(await zeros(stages[0]));
    expect(await zeros(graph)).toBeGreaterThanOrEqual(await zeros(stages[0]));
    const again = await runRecipe(await teacher, pipeline, context, { step: 2, graph: stages[1] });
    expect(again.steps).toHaveLength(1);
    expect(await zeros(again.graph)).toBe(await zeros(graph));
  });

  test('adaround, lora and gradual pruning run as steps', async () => {
    const model = await teacher;
    const rounded = await runRecipe(
      model,
      recipe({ kind: 'adaround', weights: { ...w4, bits: 3 }, steps: 20, samples: 64, biasCorrection: true }),
      context,
    );
    expect(rounded.steps[0].report).toMatchObject({
      layers: [{ node: 'conv1' }, {}, {}, {}],
      biases: [{ node: 'conv1' }, {}, {}, {}],
    });
    const mended = await runRecipe(
      model,
      recipe(
        { kind: 'quantize', weights: { ...w4, bits: 2 } },
        { kind: 'lora', rank: 4, init: 'correction', steps: 10, batch: 32 },
      ),
      context,
    );
    expect(mended.steps[1].report).toMatchObject({ merged: false, adapters: [{ node: 'conv1' }, {}, {}, {}] });
    const sparse = await runRecipe(
      model,
      recipe({
        kind: 'prune',
        method: 'magnitude',
        sparsity: 0.8,
        gradual: { every: 5, ...fields, teacher: 'original' },
      }),
      context,
    );
    expect((sparse.steps[0].report as PruneStepReport).pruned.sparsity).toBeCloseTo(0.8, shareDigits);
  });
});
