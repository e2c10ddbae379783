/**
 * Every claim is tested by its own experiment, here on the built-in network and few digits: all of its recipes are made
 * and measured, and its rule reads a verdict with figures off the table. Those that train take few steps for it; whether
 * a claim holds is for the page to say, with all steps and digits.
 */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createNodeSession } from '../../testing/nodeSession.ts';
import { claims } from './checkClaim.ts';
import type { Claim } from './claim.ts';
import { verdictOf } from './claim.ts';

const samples = 40;
const fewSteps = { steps: 2, batch: 8 };

const session = createNodeSession(new Uint8Array(await readFile('public/samples/digits-cnn.onnx')));
const { id: model } = await session.openModel('sample:digits');
const { id: data } = await session.openData('sample:digits', { limit: samples });

const VERDICTS = ['holds', 'partly', 'fails', 'undecided'];

/** `fewer-bits` is checked among the studies, on more digits. */
const plain = claims.filter(({ id, trains }) => !trains && id !== 'fewer-bits');

test.each(plain)('one click decides: $id', async ({ id, recipes }) => {
  const { verdict, parts, summary, table } = await session.checkClaim({ model, data, claim: id });
  expect(table.rows.map(({ label, state }) => [label, state])).toEqual(recipes.map(({ label }) => [label, 'measured']));
  expect(VERDICTS).toContain(verdict);
  expectFigures(parts.map(({ detail }) => detail));
  expect(summary).toMatch(/\d/);
});

test.each(claims.filter(({ trains }) => trains))('its networks learn, and it decides: $id', async (claim) => {
  const table = await session.sweep({ model, data, recipes: shortened(claim), toTheEnd: true });
  expect(table.rows.filter(({ state }) => state !== 'measured')).toEqual([]);
  const parts = claim.judge(table);
  expect(VERDICTS).toContain(verdictOf(parts));
  expectFigures(parts.map(({ detail }) => detail));
});

// ---------------------------------------------------------------------------------------------

/** Each part says what it was decided by. */
function expectFigures(details: readonly string[]): void {
  expect(details).not.toEqual([]);
  for (const detail of details) {
    expect(detail).toMatch(/\d/);
    expect(detail).not.toContain('could not be measured');
  }
}

/** The claim's own recipes, whose training steps are few. */
function shortened({ recipes }: Claim) {
  return recipes.map(({ label, recipe }) => {
    const { steps, ...rest } = recipe as { readonly steps: readonly object[] };
    return {
      label,
      recipe: { ...rest, steps: steps.map((step) => ('steps' in step ? { ...step, ...fewSteps } : step)) },
    };
  });
}
