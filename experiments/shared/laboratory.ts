/** Runs recipes in Node, one thread of the onnx executor, and judges what they make on held-out samples. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { memorySource } from '../../src/core/bytes/byteSource.ts';
import type { Dataset } from '../../src/data/dataset.ts';
import { collectOutputs } from '../../src/evaluation/collectOutputs.ts';
import type { Scores } from '../../src/evaluation/scores.ts';
import { findScores, predictions } from '../../src/evaluation/scores.ts';
import { measureSize } from '../../src/evaluation/size.ts';
import type { Estimate } from '../../src/evaluation/statistics.ts';
import { wilson } from '../../src/evaluation/statistics.ts';
import type { Executor } from '../../src/execution/executor.ts';
import { readOnnx } from '../../src/files/onnx/readOnnx.ts';
import { writeOnnx } from '../../src/files/onnx/write/writeOnnx.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { runRecipe } from '../../src/recipes/runRecipe.ts';
import { parseRecipe } from '../../src/recipes/schema.ts';
import type { StepReport } from '../../src/recipes/steps.ts';
import { rounded, thinned } from './figures.ts';

export interface Laboratory {
  readonly executor: Executor;
  readonly train: Dataset;
  /** Samples that nothing learns from. */
  readonly held: Dataset;
}

/** A model, and how it answers the held-out samples. */
export interface Made {
  readonly label: string;
  readonly graph: Graph;
  readonly scores: Scores;
  readonly errors: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly msPerStep: number | undefined;
  readonly losses: readonly number[];
}

/** @param models those that a recipe names */
export async function make(
  laboratory: Laboratory,
  label: string,
  model: Graph | undefined,
  recipe: object,
  models: Readonly<Record<string, Graph>> = {},
): Promise<Made> {
  const start = performance.now();
  let shown = start;
  const { graph, steps } = await runRecipe(model, parseRecipe(recipe), {
    executor: laboratory.executor,
    data: laboratory.train,
    models: (id) => models[id],
    onTraining: ({ step, of, losses, msPerStep }) => {
      if (performance.now() - shown < shownEveryMs) return;
      shown = performance.now();
      console.error(`  ${label}: ${step} of ${of}, loss ${losses.total.toFixed(4)}, ${msPerStep.toFixed(1)} ms a step`);
    },
  });
  const training = trainingOf(steps[steps.length - 1].report);
  const seconds = Math.round((performance.now() - start) / 1000);
  const judged = await judge(laboratory, label, graph);
  return { ...judged, seconds, msPerStep: training?.msPerStep, losses: thinned(training?.curve.values.total) };
}

/** What `--keep <file>` holds already; else it is made and stored there. */
export async function keep(laboratory: Laboratory, label: string, makeIt: () => Promise<Made>): Promise<Made> {
  const at = process.argv.indexOf('--keep');
  const path = at < 0 ? undefined : process.argv[at + 1];
  if (path !== undefined && existsSync(path))
    return judge(laboratory, label, await readOnnx(memorySource(path, new Uint8Array(readFileSync(path)))));
  const made = await makeIt();
  if (path !== undefined) writeFileSync(path, (await writeOnnx(made.graph, { form: 'nbits' })).bytes);
  return made;
}

/** A model as it is. */
export async function judge({ executor, held }: Laboratory, label: string, graph: Graph): Promise<Made> {
  const { outputs } = await collectOutputs(executor, graph, held, { batch: Math.min(250, held.samples) });
  const scores = findScores(outputs, 10);
  if (!scores) throw new Error(`${label} gives no class scores.`);
  const errors = predictions(scores).reduce((sum, found, i) => sum + Number(found !== held.labels?.[i]), 0);
  const { bytes } = measureSize(graph);
  console.log(`${label}: ${errors} errors of ${held.samples}, ${bytes} bytes`);
  return { label, graph, scores, errors, bytes, seconds: 0, msPerStep: undefined, losses: [] };
}

/** What is recorded of a model: no weights. */
export interface Recorded {
  readonly errors: number;
  readonly accuracy: Estimate;
  readonly bytes: number;
  readonly seconds: number;
  readonly msPerStep?: number;
  /** Total loss, means of stretches of equal length. */
  readonly losses?: readonly number[];
}

export function recorded({ errors, bytes, seconds, msPerStep, losses, scores: { samples } }: Made): Recorded {
  return {
    errors,
    accuracy: shortened(wilson(samples - errors, samples)),
    bytes,
    seconds,
    ...(msPerStep === undefined ? {} : { msPerStep: rounded(msPerStep, 3) }),
    ...(losses.length === 0 ? {} : { losses }),
  };
}

export const shortened = ({ value, low, high, n }: Estimate): Estimate => ({
  value: rounded(value),
  low: rounded(low),
  high: rounded(high),
  n,
});

/** Where it ran, in words. */
export const device = (): string => `onnx executor (WebAssembly, one thread) in Node on ${cpus()[0]?.model.trim()}`;

/** Writes what was found beside the program, where `--write` asks for it. */
export function record(program: string, file: string, result: object): void {
  if (!process.argv.includes('--write')) return;
  writeFileSync(fileURLToPath(new URL(file, program)), `${inShort(result)}\n`);
}

/** JSON with lists of numbers on one line. */
const inShort = (result: object): string =>
  JSON.stringify(result, null, 1).replace(
    /\[\s+(-?[\d.e+-]+(?:,\s+-?[\d.e+-]+)*)\s+\]/g,
    (_, list: string) => `[${list.replace(/\s+/g, ' ')}]`,
  );

// ---------------------------------------------------------------------------------------------

const shownEveryMs = 30_000;

function trainingOf(report: StepReport) {
  return 'training' in report ? report.training[report.training.length - 1] : undefined;
}
