/**
 * Which layer flipped an answer, found by cause: each layer of a compressed model is restored alone to what it was, and
 * the samples are run again. Where the original's answer comes back, that layer's rounding was needed for the flip.
 */
import { evenBatch } from '../compression/sensitivity/lossMeter.ts';
import { changedLayers, restoreLayer } from '../compression/sensitivity/restoreLayer.ts';
import { DecantError } from '../core/errors.ts';
import { createProgressReporter, throwIfAborted } from '../core/task.ts';
import type { Dataset } from '../data/dataset.ts';
import { subset } from '../data/dataset.ts';
import { collectOutputs } from '../evaluation/collectOutputs.ts';
import { findScores, logProbabilities } from '../evaluation/scores.ts';
import { measureSize } from '../evaluation/size.ts';
import type { Executor } from '../execution/executor.ts';
import type { Graph } from '../graph/graph.ts';
import type { Weight } from '../graph/passes/weights.ts';
import type { Answer, HealedLayer, HealRequest, HealResult } from './apiHealing.ts';
import type { StudyOptions } from './apiStudies.ts';
import type { ModelEntry } from './models.ts';
import type { Workbench } from './workbench.ts';

/**
 * @throws DecantError `studio/heal` when there is no original, no class scores, no sample, or no such layer
 * @throws DataError `data/index` when a sample is not in the data
 */
export async function healLayers(
  bench: Workbench,
  request: HealRequest,
  task: StudyOptions<HealedLayer>,
): Promise<HealResult> {
  const start = performance.now();
  const compressed = bench.openings.models.get(request.model);
  const original = originalOf(bench, compressed, request.baseline);
  const { dataset } = bench.openings.data.get(request.data);
  if (request.samples.length === 0) refuse('No sample was named; give the numbers of samples whose answer changed.');
  const chosen = subset(dataset, request.samples);
  const layers = chosenLayers(changedLayers(original.graph, compressed.graph), request.layers);
  const executor = await bench.executors.pick(request.executor, compressed.graph);
  const ask = (graph: Graph) => bench.executors.onLiveDevice(() => scoresOf(executor, graph, chosen, task.signal));
  const before = await ask(original.graph);
  const tops = before.map(topOf);
  const answers = (rows: readonly Float64Array[]) => rows.map((row, i) => answerOf(row, tops[i]));
  const after = answers(await ask(compressed.graph));
  const report = createProgressReporter<HealedLayer>('restoring layers', layers.length, (progress) =>
    task.onProgress?.(progress),
  );
  const healed: HealedLayer[] = [];
  for (const layer of layers) {
    throwIfAborted(task.signal);
    const graph = restoreLayer(original.graph, compressed.graph, layer);
    const found = answers(await ask(graph));
    const back = request.samples.filter((_, i) => found[i].top === tops[i] && after[i].top !== tops[i]);
    const partial = { ...layerOf(layer, compressed.graph, graph), answers: found, healed: back };
    healed.push(partial);
    report(healed.length, { label: `restored ${partial.node}`, partial });
  }
  return {
    samples: describeSamples(request.samples, chosen, answers(before), after),
    layers: healed,
    provenance: await bench.executors.provenance(executor.name, start),
  };
}

// ---------------------------------------------------------------------------------------------

function originalOf({ openings }: Workbench, compressed: ModelEntry, baseline: string | undefined): ModelEntry {
  const id = baseline ?? compressed.original;
  if (id !== undefined) return openings.models.get(id);
  return refuse(`"${compressed.name}" was opened as it is; name the model that it was made from as baseline.`);
}

function chosenLayers(changed: readonly Weight[], names: readonly string[] | undefined): readonly Weight[] {
  const isNamed = (name: string) => (weight: Weight) =>
    weight.parameter.name === name || weight.consumers.some((node) => node.name === name);
  const unknown = names?.find((name) => !changed.some(isNamed(name)));
  const known = changed.map(({ consumers }) => `"${consumers[0].name}"`).join(', ') || 'none';
  if (unknown !== undefined) refuse(`"${unknown}" is no layer that was changed; those are ${known}.`);
  if (changed.length === 0)
    refuse(
      'No layer differs between the two models, by the names of their nodes and weights, so there is none to restore.',
    );
  return names ? changed.filter((weight) => names.some((name) => isNamed(name)(weight))) : changed;
}

/** Log probabilities, one row a sample. */
async function scoresOf(
  executor: Executor,
  graph: Graph,
  samples: Dataset,
  signal: AbortSignal | undefined,
): Promise<Float64Array[]> {
  const batch = evenBatch(samples.samples);
  const { outputs } = await collectOutputs(executor, graph, samples, { batch, ...(signal ? { signal } : {}) });
  const scores = findScores(outputs, samples.classes?.length);
  if (!scores) return refuse('The model gives no class scores, so there is no answer that could flip back.');
  const logs = logProbabilities(scores);
  return Array.from({ length: scores.samples }, (_, i) => logs.subarray(i * scores.classes, (i + 1) * scores.classes));
}

const topOf = (row: Float64Array): number => row.reduce((best, value, i) => (value > row[best] ? i : best), 0);

function answerOf(row: Float64Array, original: number): Answer {
  const top = topOf(row);
  return { top, confidence: Math.exp(row[top]), original: Math.exp(row[original]) };
}

function layerOf({ parameter, consumers }: Weight, before: Graph, after: Graph) {
  const bytes = measureSize(after).bytes - measureSize(before).bytes;
  return { node: consumers[0].name, parameter: parameter.name, bytes };
}

function describeSamples(
  numbers: readonly number[],
  { labels }: Dataset,
  before: readonly Answer[],
  after: readonly Answer[],
): HealResult['samples'] {
  return numbers.map((sample, i) => ({
    sample,
    ...(labels ? { label: labels[i] } : {}),
    original: before[i],
    compressed: after[i],
  }));
}

function refuse(message: string): never {
  throw new DecantError('studio/heal', message);
}
