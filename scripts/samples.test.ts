/** The network that is committed is the one that its recipe describes, and what is recorded of it is what it does. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import recording from '../src/app/recorded/digits.recorded.json';
import dial from '../src/app/recorded/digitsDial.recorded.json';
import { memorySource } from '../src/core/bytes/byteSource.ts';
import { createOnnxExecutor } from '../src/execution/onnx/onnxExecutor.ts';
import { readOnnx } from '../src/files/onnx/readOnnx.ts';
import type { SampleRecipe } from './samples/trainSample.ts';
import { accuracyOf } from './samples/trainSample.ts';

const folder = new URL('../public/samples/', import.meta.url);
const bytes = readFileSync(new URL('digits-cnn.onnx', folder));
const recipe: SampleRecipe = JSON.parse(readFileSync(new URL('digits-cnn.json', folder), 'utf8'));

/** What the page promises: half a megabyte, and 97 of 100 right. */
const mostBytes = 500_000;
const accuracyFloor = 0.97;

const onnx = createOnnxExecutor({ threads: 1 });
afterAll(() => onnx.dispose());

test('the file has the size and the bytes that its recipe names', () => {
  expect(bytes.length).toBe(recipe.bytes);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(recipe.sha256);
  expect(recipe.bytes).toBeLessThan(mostBytes);
});

test('its accuracy is the one in the recipe and in the recording', async () => {
  const accuracy = await accuracyOf(onnx, await readOnnx(memorySource('digits-cnn.onnx', bytes)));
  expect(accuracy).toEqual(recipe.accuracy);
  expect(accuracy.value).toBeGreaterThan(accuracyFloor);
  expect(recording.runs[0].measurement.quality.accuracy.value).toBe(accuracy.value);
});

const runs = [...recording.runs, ...dial];

test('every width of the dial is recorded, and marked so; 3 and 2 bits hurt', () => {
  const widths = runs.map(({ recipe: own }) => (own ? own.steps[0].weights.bits : 32));
  expect(widths.toSorted((a, b) => b - a)).toEqual([32, 16, 8, 7, 6, 5, 4, 3, 2]);
  expect(runs.every(({ measurement }) => measurement.provenance.kind === 'recorded')).toBe(true);
  const [original, three, two] = [32, 3, 2].map((bits) => runs[widths.indexOf(bits)].measurement.quality.accuracy);
  expect(three.value).toBeLessThan(original.low);
  expect(two.high).toBeLessThan(three.low);
});

test('answers are recorded for every sample of the picture', () => {
  const { samples, labels } = recording.images;
  expect(labels).toHaveLength(samples.length);
  for (const { measurement } of runs) expect(measurement.quality.answers.top).toHaveLength(samples.length);
});
