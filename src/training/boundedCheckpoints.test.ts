/** A bounded store: the oldest go first, the newest never, and a full disk costs no run. */
import { describe, expect, test } from 'vitest';
import type { CheckpointLimits } from './boundedCheckpoints.ts';
import { boundedCheckpoints } from './boundedCheckpoints.ts';
import type { CheckpointStore } from './checkpoint.ts';
import { checkpointName, checkpointSteps, memoryCheckpoints } from './checkpoint.ts';

const bytes = new Uint8Array(100);

function setUp(limits: Partial<CheckpointLimits> = {}, store: CheckpointStore = memoryCheckpoints()) {
  const said: string[] = [];
  const bounded = boundedCheckpoints(
    store,
    { most: 3, mostBytes: 1e6, ...limits },
    {
      trouble: (sentence) => said.push(sentence),
      kept: (name) => said.push(`kept ${name}`),
      dropped: (name) => said.push(`dropped ${name}`),
    },
  );
  return { bounded, said, write: (step: number) => bounded.write(checkpointName(step), bytes) };
}

/** A disk with room for so many files. */
function disk(room: number): CheckpointStore {
  const store = memoryCheckpoints();
  return {
    ...store,
    write: async (name, content) => {
      if ((await store.names()).length >= room) throw new DOMException('No room.', 'QuotaExceededError');
      await store.write(name, content);
    },
  };
}

test.each([
  ['so many', { most: 3 }],
  ['so many bytes', { most: 99, mostBytes: 320 }],
])('%s are kept, the newest', async (_, limits) => {
  const { bounded, said, write } = setUp(limits);
  for (const step of [10, 20, 30, 40]) await write(step);
  expect(await checkpointSteps(bounded)).toEqual([20, 30, 40]);
  expect(said).toContain('dropped step-000000010.ckpt');
});

describe('when the disk is full', () => {
  test('the oldest makes room', async () => {
    const { bounded, write } = setUp({ most: 99 }, disk(2));
    for (const step of [10, 20, 30]) await write(step);
    expect(await checkpointSteps(bounded)).toEqual([20, 30]);
  });

  test('the last one stays, and the new one is held in memory, said once', async () => {
    const { bounded, said, write } = setUp({}, disk(1));
    for (const step of [10, 20, 30]) await write(step);
    expect(await checkpointSteps(bounded)).toEqual([10, 30]);
    expect(await bounded.read(checkpointName(30))).toEqual(bytes);
    const sentences = said.filter((sentence) => sentence.includes('full'));
    expect(sentences).toEqual([
      'The storage of this browser is full, so step-000000020.ckpt is kept in memory alone: the run goes on, but a reload would go back to step-000000010.ckpt. Delete runs that you no longer need.',
    ]);
  });
});
