/**
 * Does a small student that a big teacher has taught beat the same student taught by labels, on MNIST? And what is left
 * of it in four bits? `node scripts/run.mjs experiments/mnist/run.ts [small|full] [--write]` with MNIST's four files in
 * `DECANT_DATA/mnist` (by default ../shared/data/mnist); on the onnx executor, one thread. `--write` records the result
 * beside this file.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { memorySource } from '../../src/core/bytes/byteSource.ts';
import type { Dataset } from '../../src/data/dataset.ts';
import { limit } from '../../src/data/dataset.ts';
import { openData } from '../../src/data/openData.ts';
import { findFlips } from '../../src/evaluation/agreement.ts';
import { collectOutputs } from '../../src/evaluation/collectOutputs.ts';
import type { Scores } from '../../src/evaluation/scores.ts';
import { findScores, predictions } from '../../src/evaluation/scores.ts';
import { measureSize } from '../../src/evaluation/size.ts';
import { mcNemarExact, wilson } from '../../src/evaluation/statistics.ts';
import { createOnnxExecutor } from '../../src/execution/onnx/onnxExecutor.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { runRecipe } from '../../src/recipes/runRecipe.ts';
import { parseRecipe } from '../../src/recipes/schema.ts';
import type { StepReport } from '../../src/recipes/steps.ts';
import type { Size } from './plan.ts';
import { distillRecipe, labelRecipe, ptqRecipe, qatRecipe, sizes, teacherRecipe } from './plan.ts';

const name = process.argv[2] ?? 'small';
const size = sizes[name] ?? stop(`"${name}" is no size; there are ${Object.keys(sizes).join(', ')}.`);
const executor = createOnnxExecutor({ threads: 1 });
const train = limit(await mnist('train'), size.images);
const test = await mnist('t10k');
const labels = test.labels ?? stop('The test images have no labels.');

const teacher = await make('teacher', undefined, teacherRecipe(size));
const runs = [];
for (const seed of size.seeds) runs.push(await runSeed(size, seed));
report(runs);
await executor.dispose();

// ---------------------------------------------------------------------------------------------------------------------

interface Made {
  readonly graph: Graph;
  readonly scores: Scores;
  readonly errors: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly msPerStep: number | undefined;
  readonly losses: readonly number[];
}

async function runSeed(of: Size, seed: number) {
  const fromLabels = await make(`labels ${seed}`, teacher.graph, labelRecipe(of, seed));
  const distilled = await make(`distilled ${seed}`, teacher.graph, distillRecipe(of, seed));
  const ptq = await make(`distilled ${seed}, PTQ W4`, distilled.graph, ptqRecipe);
  const qat = await make(`distilled ${seed}, QAT W4`, distilled.graph, qatRecipe(of, seed));
  return { seed, fromLabels, distilled, ptq, qat };
}

async function make(label: string, model: Graph | undefined, recipe: object): Promise<Made> {
  const start = performance.now();
  let shown = start;
  const { graph, steps } = await runRecipe(model, parseRecipe(recipe), {
    executor,
    data: train,
    models: (id) => (id === 'teacher' ? teacher.graph : undefined),
    onTraining: ({ step, of, losses, msPerStep }) => {
      if (performance.now() - shown < 30_000) return;
      shown = performance.now();
      console.error(`  ${label}: ${step} of ${of}, loss ${losses.total.toFixed(4)}, ${msPerStep.toFixed(1)} ms a step`);
    },
  });
  const seconds = (performance.now() - start) / 1000;
  const { outputs } = await collectOutputs(executor, graph, test, { batch: 250 });
  const scores = findScores(outputs, 10) ?? stop(`${label} gives no class scores.`);
  const errors = predictions(scores).reduce((sum, found, i) => sum + (found === labels[i] ? 0 : 1), 0);
  const { bytes } = measureSize(graph);
  const training = trainingOf(steps[0].report);
  console.log(`${label}: ${errors} errors, ${percent(errors)} %, ${bytes} bytes, ${seconds.toFixed(0)} s`);
  return {
    graph,
    scores,
    errors,
    bytes,
    seconds,
    msPerStep: training?.msPerStep,
    losses: thinned(training?.curve.values.total),
  };
}

type Run = Awaited<ReturnType<typeof runSeed>>;

function report(all: readonly Run[]): void {
  const kinds = ['fromLabels', 'distilled', 'ptq', 'qat'] as const;
  const rows = kinds.map((kind) => ({
    kind,
    ...meanOf(all.map((run) => 100 - (100 * run[kind].errors) / test.samples)),
  }));
  for (const { kind, mean, error } of rows) console.log(`${kind}: ${mean.toFixed(3)} % +- ${error.toFixed(3)}`);
  const paired = all.map(({ seed, fromLabels, distilled }) => {
    const { toWrong, toRight, p } = findFlips(fromLabels.scores, distilled.scores, labels);
    return { seed, toWrong: toWrong.length, toRight: toRight.length, p };
  });
  const wrong = paired.reduce((sum, { toWrong }) => sum + toWrong, 0);
  const right = paired.reduce((sum, { toRight }) => sum + toRight, 0);
  console.log(
    `paired over seeds: ${right} to right, ${wrong} to wrong, p = ${mcNemarExact(wrong, right).toExponential(2)}`,
  );
  console.log(`student: 1/${(teacher.bytes / all[0].distilled.bytes).toFixed(1)} of the teacher's bytes`);
  if (process.argv.includes('--write')) write(all, rows, paired);
}

function write(all: readonly Run[], rows: readonly object[], paired: readonly object[]): void {
  const of = ({ errors, bytes, seconds, msPerStep, losses }: Made) => ({
    errors,
    accuracy: wilson(test.samples - errors, test.samples),
    bytes,
    seconds: Math.round(seconds),
    msPerStep,
    losses,
  });
  const result = {
    command: `node scripts/run.mjs experiments/mnist/run.ts ${name} --write`,
    executor: 'onnx, one thread',
    size,
    recipes: {
      teacher: teacherRecipe(size),
      labels: labelRecipe(size, 1),
      distilled: distillRecipe(size, 1),
      ptq: ptqRecipe,
      qat: qatRecipe(size, 1),
    },
    teacher: of(teacher),
    seeds: all.map(({ seed, fromLabels, distilled, ptq, qat }) => ({
      seed,
      fromLabels: of(fromLabels),
      distilled: of(distilled),
      ptq: of(ptq),
      qat: of(qat),
    })),
    rows,
    paired,
  };
  writeFileSync(
    fileURLToPath(new URL(`./${name}.recorded.json`, import.meta.url)),
    `${JSON.stringify(result, null, 1)}\n`,
  );
}

async function mnist(part: 'train' | 't10k'): Promise<Dataset> {
  const folder = process.env.DECANT_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
  const files = [`${part}-images-idx3-ubyte.gz`, `${part}-labels-idx1-ubyte.gz`].map((file) => {
    const path = `${folder}/mnist/${file}`;
    if (!existsSync(path)) stop(`${path} is missing; set DECANT_DATA to the folder that holds mnist/.`);
    return memorySource(file, new Uint8Array(readFileSync(path)));
  });
  const data = await openData(files);
  return data;
}

function trainingOf(result: StepReport) {
  return 'training' in result ? result.training[result.training.length - 1] : undefined;
}

/** Means of a hundred stretches. */
function thinned(values: Float32Array | undefined): number[] {
  if (!values) return [];
  const stretch = Math.max(1, Math.ceil(values.length / 100));
  return Array.from({ length: Math.ceil(values.length / stretch) }, (_, i) => {
    const part = values.subarray(i * stretch, (i + 1) * stretch);
    return Number((part.reduce((sum, value) => sum + value, 0) / part.length).toPrecision(4));
  });
}

/** The mean and its standard error. */
function meanOf(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

function percent(errors: number): string {
  return (100 - (100 * errors) / test.samples).toFixed(2);
}

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}
