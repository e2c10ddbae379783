/** Sentences about a run, from what learned to whoever asks: nothing was learned, and figures that flatter. */
import { expect, test } from 'vitest';
import { createNodeSession } from '../../testing/nodeSession.ts';

const small = { preset: 'mlp', hidden: [32, 16] };
const recipeOf = (learningRate: number) => ({
  version: 1,
  steps: [
    {
      kind: 'train',
      model: small,
      steps: 40,
      batch: 16,
      checkpointEvery: 20,
      optimizer: { kind: 'adam', learningRate, schedule: 'constant' },
    },
  ],
});

async function page() {
  const session = createNodeSession(new Uint8Array());
  const data = await session.openData('sample:digits-train', { limit: 100 });
  const judged = await session.openData('sample:digits', { limit: 40 });
  return { session, data, judged };
}

test('a run that learns nothing says so once, while it goes and in its record', async () => {
  const { session, data, judged } = await page();
  const told: string[] = [];
  const request = { data: data.id, heldOut: judged.id, recipe: recipeOf(1e-12), executor: 'onnx' as const };
  const { id } = await session.run(request, { onProgress: ({ notes = [] }) => told.push(...notes) });
  expect(told).toEqual([expect.stringMatching(/^After \d+ of 40 steps it has learned nothing: .* among 10 classes/)]);
  const [record] = await session.trainings();
  expect(record).toMatchObject({ run: id, status: 'done', notes: told });
});

test('one that learns says nothing of the kind', async () => {
  const { session, data, judged } = await page();
  await session.run({ data: data.id, heldOut: judged.id, recipe: recipeOf(0.005), executor: 'onnx' });
  expect((await session.trainings())[0].notes ?? []).toEqual([]);
});

test('figures on what was learned from say that they flatter, also of what was made of the network', async () => {
  const { session, data, judged } = await page();
  const { model, id: run } = await session.run({
    data: data.id,
    heldOut: 0.2,
    recipe: recipeOf(0.005),
    executor: 'onnx',
  });
  const rounding = { version: 1, steps: [{ kind: 'quantize', weights: { bits: 8, strategy: 'channel' } }] };
  const { model: rounded } = await session.run({ model: model.id, recipe: rounding });
  const early = await session.openCheckpoint({ run, step: 20 });
  const notesOf = async (id: string, on: string) =>
    (await session.measure({ model: id, data: on, skipSpeed: true, executor: 'onnx' })).quality.notes ?? [];
  for (const { id } of [model, rounded, early]) {
    const own = (await notesOf(id, data.id)).filter((note) => note.includes('learned from'));
    expect(own).toEqual([expect.stringMatching(/^The network has learned from 80 of these 100 .* here flatters it\./)]);
    expect((await notesOf(id, judged.id)).join()).not.toContain('learned from');
  }
});
