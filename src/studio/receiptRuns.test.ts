/** Receipts of networks that learned: a replay elsewhere learns the same, from the same samples, steered the same way. */

import { expect, test } from 'vitest';
import { createNodeSession } from '../testing/nodeSession.ts';
import { smallNetwork } from '../testing/smallNetwork.ts';
import type { Receipt } from './api.ts';

const sample = await smallNetwork();

const distilling = {
  version: 1,
  steps: [
    {
      kind: 'distill',
      student: { from: 'teacher', width: 0.25, init: 'fresh' },
      loss: { kind: 'logit', temperature: 4, alpha: 0.9 },
      optimizer: { kind: 'sgd', learningRate: 0.02, schedule: 'linear' },
      steps: 30,
      batch: 16,
      checkpointEvery: 10,
    },
  ],
};
const rounding = { version: 1, steps: [{ kind: 'quantize', weights: { bits: 8, strategy: 'channel' } }] };

async function page() {
  const session = createNodeSession(sample);
  const model = await session.openModel('sample:digits');
  const judged = await session.openData('sample:digits', { limit: 60 });
  const learned = await session.openData('sample:digits-train', { limit: 90 });
  return { session, model, judged, learned };
}

const handedOn = (receipt: Receipt): unknown => JSON.parse(JSON.stringify(receipt));

/** Two networks are one when all their answers are. */
async function sameHere(receipt: Receipt) {
  const session = createNodeSession(sample);
  const replay = await session.replay({ receipt: handedOn(receipt) });
  return { session, replay };
}

test('what learned from other data than it is judged by learns from that again, without what was held out', async () => {
  const { session, model, judged, learned } = await page();
  const request = { model: model.id, data: learned.id, heldOut: 0.2, seed: 5, executor: 'onnx' as const };
  const { model: student, id } = await session.run({ ...request, recipe: distilling });
  const { model: small } = await session.run({ model: student.id, data: judged.id, recipe: rounding });
  const receipt = await session.receipt({ model: small.id, data: judged.id, samples: 60 });
  expect(receipt.runs).toMatchObject([
    { steps: 1, seed: 5, heldOut: 0.2, executor: 'onnx', data: { source: 'sample:digits-train', samples: 90 } },
    { steps: 1, heldOut: 0, data: { source: 'sample:digits' } },
  ]);
  const { replay } = await sameHere(receipt);
  expect(replay).toMatchObject({ reproduced: true, same: { model: true, data: true }, notes: [] });
  expect(replay.rows.filter(({ verdict, metric }) => verdict !== 'same' && verdict !== 'machine' && metric)).toEqual(
    [],
  );
  // Without the share and the samples the same recipe learns something else.
  const { runs: _, ...without } = receipt;
  const other = await sameHere(without);
  expect(other.replay.rows.find(({ metric }) => metric === 'kl')?.verdict).not.toBe('same');
  expect((await session.trainings()).map(({ run }) => run)).toEqual([id]);
});

test('settings that were changed, and an end before the last step, are made again at their steps', async () => {
  const { session, model, judged, learned } = await page();
  const long = { ...distilling, steps: [{ ...distilling.steps[0], steps: 400 }] };
  const handle = session.run({ model: model.id, data: learned.id, recipe: long, seed: 2, executor: 'onnx' });
  await handle.pause();
  await handle.step();
  await handle.set({ learningRate: 0.1, temperature: 2, alpha: 0.5 });
  await handle.step();
  await handle.step();
  await handle.finish();
  const { model: student } = await handle;
  const receipt = await session.receipt({ model: student.id, data: judged.id, samples: 60 });
  const [run] = receipt.runs ?? [];
  expect(run.marks?.map(({ name }) => name).toSorted()).toEqual(['alpha', 'learningRate', 'temperature']);
  expect(run.ended).toHaveLength(1);
  const { replay } = await sameHere(receipt);
  expect(replay.rows.find(({ metric }) => metric === 'kl')?.verdict).toBe('same');
  expect(replay.reproduced).toBe(true);
  // At other steps they come out otherwise.
  const late = { ...receipt, runs: [{ ...run, marks: [] }] };
  expect((await sameHere(late)).replay.rows.find(({ metric }) => metric === 'kl')?.verdict).not.toBe('same');
});

test('what cannot be the same again says why', async () => {
  const { session, model, judged, learned } = await page();
  const handle = session.run({ model: model.id, data: learned.id, recipe: distilling, executor: 'onnx' });
  await handle;
  const { model: branched } = await handle.branch(10, { steps: 20 });
  const receipt = await session.receipt({ model: branched.id, data: judged.id, samples: 60 });
  expect((await sameHere(receipt)).replay.notes).toEqual([expect.stringContaining('branched after step 10')]);
  const taught = { ...distilling.steps[0], teacher: [{ model: branched.id, weight: 1 }] };
  const request = { model: model.id, data: learned.id, recipe: { version: 1, steps: [taught] } };
  const { model: third } = await session.run(request);
  const unnamed = await session.receipt({ model: third.id, data: judged.id, samples: 60 });
  await expect(sameHere(unnamed)).rejects.toMatchObject({
    code: 'studio/receipt-missing',
    message: expect.stringContaining('no file holds it'),
  });
});
