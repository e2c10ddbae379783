/** The recording that the first paint shows is of the network as it is now, and the dial finds each of its runs. */
import { expect, test } from 'vitest';
import { DIAL, ROUNDED } from '../recipe/recipe.ts';
import { keyOf, scriptOf } from '../recipe/script.ts';
import recorded from './digits.recorded.json';
import dial from './digitsDial.recorded.json';
import type { RecordedRun, Recording } from './schema.ts';

const recording = recorded as Recording;
const runs = [...recording.runs, ...(dial as readonly RecordedRun[])];

test('every stop of the dial was recorded', () => {
  const keys = runs.map(({ recipe }) => (recipe === null ? 'original' : JSON.stringify(recipe)));
  for (const bits of DIAL) expect(keys).toContain(keyOf(scriptOf({ ...ROUNDED, bits }, recording.model.layers)));
});

test('every run answers every sample of the picture and says where it was measured', () => {
  for (const { measurement } of runs) {
    expect(measurement.quality.answers.top).toHaveLength(recording.images.samples.length);
    expect(measurement.provenance).toMatchObject({ kind: 'recorded', device: expect.stringMatching(/\S/) });
  }
});

test('every flip of every run can be shown', () => {
  const shown = new Set(recording.images.samples);
  for (const { measurement } of runs) {
    const { broke = [], mended = [], changed = [] } = measurement.quality.flips ?? {};
    expect([...broke, ...mended, ...changed].filter((sample) => !shown.has(sample))).toEqual([]);
  }
});

test('the first paint finds both its sides without loading more', () => {
  const keys = recording.runs.map(({ recipe }) => (recipe === null ? 'original' : JSON.stringify(recipe)));
  expect(keys).toEqual(['original', keyOf(scriptOf(ROUNDED, recording.model.layers))]);
});
