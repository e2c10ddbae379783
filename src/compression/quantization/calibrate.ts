/** Calibration: real samples run through an executor, and what each observed activation held, as a histogram. */
import type { TaskOptions } from '../../core/task.ts';
import { createProgressReporter } from '../../core/task.ts';
import type { SampleSource } from '../../evaluation/collectOutputs.ts';
import { fitSample, onlyInput, runBatches } from '../../evaluation/collectOutputs.ts';
import type { Executor } from '../../execution/executor.ts';
import type { Graph } from '../../graph/graph.ts';
import { removeDeadCode } from '../../graph/passes/removeDeadCode.ts';
import { sizeOf } from '../../tensor/shape.ts';
import { decodeNumbers } from '../../tensor/tensor.ts';
import { Histogram } from './histogram.ts';
import type { Observed } from './observers.ts';
import { movingShare } from './observers.ts';

/** Samples in one run: small, since every observed activation is read back. */
const calibrationBatch = 16;

/**
 * Observes values of a graph on the first `samples` samples.
 *
 * @returns what was seen, by value name
 */
export async function calibrate(
  executor: Executor,
  graph: Graph,
  source: SampleSource,
  values: readonly string[],
  samples: number,
  task: TaskOptions = {},
): Promise<ReadonlyMap<string, Observed>> {
  const observed = new Map<string, Observed>();
  const seen = Math.min(samples, source.samples);
  const progress = createProgressReporter(`calibrating on ${seen} samples`, seen, task.onProgress);
  const given = new Set(graph.inputs.map(({ name }) => name));
  for (const name of values) if (given.has(name)) observeInput(graph, source, seen, observed);
  const inner = values.filter((name) => !given.has(name));
  if (inner.length === 0) return observed;
  const probe = removeDeadCode({ ...graph, outputs: inner, states: [] });
  const options = { samples: seen, batch: calibrationBatch, signal: task.signal };
  await runBatches(executor, probe, source, options, (outputs, start, count) => {
    for (const [name, { dtype, shape, data }] of Object.entries(outputs)) {
      const rows = shape[0] >= count ? (sizeOf(shape) / shape[0]) * count : data.length;
      observe(observed, name, decodeNumbers(dtype, data.subarray(0, rows)));
    }
    progress(start + count);
    return true;
  });
  return observed;
}

// ---------------------------------------------------------------------------------------------

function observeInput(graph: Graph, source: SampleSource, samples: number, observed: Map<string, Observed>): void {
  const input = onlyInput(graph);
  for (let start = 0; start < samples; start += calibrationBatch) {
    const count = Math.min(calibrationBatch, samples - start);
    const batch = source.batch(Int32Array.from({ length: count }, (_, i) => start + i));
    const { dtype, data } = fitSample(input, batch);
    observe(observed, input.name, decodeNumbers(dtype, data));
  }
}

function observe(observed: Map<string, Observed>, name: string, values: Float64Array): void {
  const before = observed.get(name);
  const histogram = before?.histogram ?? new Histogram();
  const [low, high] = histogram.add(values);
  if (low > high) return;
  const mix = (old: number | undefined, now: number) => (old === undefined ? now : old + movingShare * (now - old));
  observed.set(name, {
    histogram,
    averageLow: mix(before?.averageLow, low),
    averageHigh: mix(before?.averageHigh, high),
  });
}
