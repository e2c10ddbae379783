/** Checkpoints: what is written comes back, and what is broken is refused and passed over. */
import { expect, test } from 'vitest';
import { tensorFrom } from '../tensor/tensor.ts';
import type { TrainingCheckpoint } from './checkpoint.ts';
import {
  checkpointName,
  decodeCheckpoint,
  encodeCheckpoint,
  latestCheckpoint,
  memoryCheckpoints,
} from './checkpoint.ts';

const checkpoint: TrainingCheckpoint = {
  step: 12,
  states: {
    w: tensorFrom('f32', [2, 3], [1, -2, 3, 4.5, 0, 1e-30]),
    count: tensorFrom('i32', [], [7]),
    none: tensorFrom('f32', [0], []),
  },
  marks: [{ step: 3, name: 'learningRate', value: 0.5 }],
};

test('what is written comes back', () => {
  expect(decodeCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint);
});

test.each<[string, (bytes: Uint8Array) => Uint8Array]>([
  ['has 10 bytes, too few', (bytes) => bytes.slice(0, 10)],
  ['bytes', (bytes) => bytes.slice(0, bytes.length >> 1)],
  ['is no checkpoint of this version', (bytes) => bytes.map((byte, i) => (i === 0 ? byte + 1 : byte))],
  ['has been changed', (bytes) => bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte))],
])('a broken one is refused: %s', (message, harm) => {
  expect(() => decodeCheckpoint(harm(encodeCheckpoint(checkpoint)), 'step-12')).toThrow(message);
});

test('the newest whole one is found, broken ones are named', async () => {
  const store = memoryCheckpoints();
  await store.write(checkpointName(8), encodeCheckpoint({ ...checkpoint, step: 8 }));
  await store.write(checkpointName(12), encodeCheckpoint(checkpoint).slice(0, 50));
  const { checkpoint: found, broken } = await latestCheckpoint(store);
  expect(found?.step).toBe(8);
  expect(broken).toEqual([checkpointName(12)]);
  expect(await latestCheckpoint(memoryCheckpoints())).toEqual({ broken: [] });
});
