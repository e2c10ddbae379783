/**
 * Measures the built-in network at every width of the dial, through the same session that the page uses, and keeps the
 * results for the first paint. Nothing here is estimated; everything is marked as recorded.
 */
import { cpus } from 'node:os';
import { DIAL, ROUNDED } from '../../src/app/recipe/recipe.ts';
import { keyOf, scriptOf } from '../../src/app/recipe/script.ts';
import type { RecordedRun, Recording } from '../../src/app/recorded/schema.ts';
import { memorySource } from '../../src/core/bytes/byteSource.ts';
import { memoryStore } from '../../src/core/keyValueStore.ts';
import { DIGITS_ID } from '../../src/data/digits/digitsDataset.ts';
import type { Executor } from '../../src/execution/executor.ts';
import { createReferenceExecutor } from '../../src/execution/reference/referenceExecutor.ts';
import type { DataSummary, Measurement, ModelSummary } from '../../src/studio/api.ts';
import { memoryShelf } from '../../src/studio/fileShelf.ts';
import { Session } from '../../src/studio/session.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import { grayPng } from './grayPng.ts';

/** Samples of the picture: so many from the first on, and all that a width changes; so many in a row. */
const FIRST = 288;
const COLUMNS = 16;

export interface Recorded {
  readonly recording: Recording;
  /** The other stops of the dial, which the page loads when one is turned to. */
  readonly dial: readonly RecordedRun[];
  /** PNG: a cell for each of the recording's samples. */
  readonly picture: Uint8Array;
}

/** Records the network in `bytes`, an ONNX file. */
export async function recordSample(name: string, bytes: Uint8Array, executor: Executor): Promise<Recorded> {
  const session = createSession(name, bytes, executor);
  const model = await session.openModel(DIGITS_ID);
  const data = await session.openData(DIGITS_ID);
  const runs: Run[] = [];
  for (const bits of DIAL) {
    runs.push(await measureRun(session, model, data, scriptOf({ ...ROUNDED, bits }, model.layers)));
    console.log(`${bits} bits: ${summaryOf(runs[runs.length - 1].measurement)}`);
  }
  const samples = shownSamples(runs);
  const { pixels, labels, shape } = await session.samples({ data: data.id, start: 0, count: data.samples });
  const images = { samples, columns: COLUMNS, labels: samples.map((sample) => labels?.[sample] ?? 0) };
  const recorded = runs.map((run) => recordedRun(run, samples));
  const isFirst = ({ recipe }: RecordedRun) =>
    recipe === null || JSON.stringify(recipe) === keyOf(scriptOf(ROUNDED, model.layers));
  const recording = { version: 1 as const, key: DIGITS_ID, model, data, images, runs: recorded.filter(isFirst) };
  const dial = rounded(recorded.filter((run) => !isFirst(run)));
  return {
    recording: rounded(recording),
    dial,
    picture: grayPng(cells(pixels, sizeOf(shape), samples), shape, COLUMNS),
  };
}

// ---------------------------------------------------------------------------------------------------------------------

function createSession(name: string, bytes: Uint8Array, executor: Executor): Session {
  return new Session({
    executors: { onnx: executor, reference: createReferenceExecutor() },
    adapter: async () => undefined,
    sampleModel: async () => memorySource(`${name}.onnx`, bytes),
    store: memoryStore(),
    shelf: memoryShelf(),
    threads: async () => 1,
    browser: `Node ${process.versions.node}`,
    notify: () => {},
  });
}

interface Run extends Omit<RecordedRun, 'measurement'> {
  readonly measurement: Measurement;
}

async function measureRun(
  session: Session,
  original: ModelSummary,
  data: DataSummary,
  recipe: ReturnType<typeof scriptOf>,
): Promise<Run> {
  const run = recipe ? await session.run({ model: original.id, data: data.id, recipe }) : undefined;
  const { id, layers } = run?.model ?? original;
  const baseline = run ? { baseline: original.id } : {};
  const measurement = await session.measure({ model: id, data: data.id, ...baseline });
  const errors = run?.steps.flatMap(({ report }) => report.layers) ?? [];
  return { recipe, layers, errors, measurement };
}

/** In the data's order. */
function shownSamples(runs: readonly Run[]): number[] {
  const changed = runs.flatMap(({ measurement: { quality } }) => [
    ...(quality.flips?.broke ?? []),
    ...(quality.flips?.mended ?? []),
    ...(quality.flips?.changed ?? []),
  ]);
  const shown = new Set([...Array.from({ length: FIRST }, (_, i) => i), ...changed]);
  return [...shown].sort((a, b) => a - b);
}

function recordedRun({ measurement, ...run }: Run, samples: readonly number[]): RecordedRun {
  const { answers, ...quality } = measurement.quality;
  if (!answers) throw new Error('The network gives no answers to record.');
  const kept = {
    top: samples.map((sample) => answers.top[sample]),
    confidence: samples.map((sample) => Number(answers.confidence[sample].toFixed(3))),
  };
  const device = `${cpus()[0]?.model.trim() ?? 'processor'}, 1 thread`;
  const provenance = { ...measurement.provenance, kind: 'recorded' as const, device };
  return { ...run, measurement: { ...measurement, quality: { ...quality, answers: kept }, provenance } };
}

function cells(pixels: Uint8Array, size: number, samples: readonly number[]): Uint8Array {
  const out = new Uint8Array(samples.length * size);
  samples.forEach((sample, i) => {
    out.set(pixels.subarray(sample * size, (sample + 1) * size), i * size);
  });
  return out;
}

function summaryOf({ quality, size, speed }: Measurement): string {
  const accuracy = `${(100 * (quality.accuracy?.value ?? Number.NaN)).toFixed(2)} % right`;
  const flips = quality.flips ? `, ${quality.flips.broke.length} broke, ${quality.flips.mended.length} mended` : '';
  return `${accuracy}${flips}, ${(size.bytes / 1000).toFixed(1)} kB, ${speed?.medianMs.toFixed(2)} ms`;
}

/** Six digits of every number: more than any figure on the page shows. */
const rounded = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value, (_, item) => (typeof item === 'number' ? Number(item.toPrecision(6)) : item)));
