/** Sides, undo and the list of runs name only networks that are there. */
import { expect, test } from 'vitest';
import type { ModelSummary } from '../../studio/api.ts';
import { ORIGINAL } from '../recipe/recipe.ts';
import { createAppStore } from './appStore.ts';
import { baseOf } from './subject.ts';

const base = (key: string) => ({ key, model: { id: key, layers: [] } as Partial<ModelSummary> as ModelSummary });

test('a side whose network is replaced becomes the first one, and undo does not bring the lost one back', () => {
  const store = createAppStore({ bases: [base('net'), base('second')] });
  const { setSide, swapSides, setBases } = store.getState();
  setSide('b', { base: 'second', recipe: ORIGINAL });
  swapSides();
  expect(store.getState().sides.a.base).toBe('second');
  setBases([base('net'), base('third')]);
  expect(store.getState().sides.a).toEqual({ base: null, recipe: ORIGINAL });
  for (let i = 0; i < 5; i++) {
    store.getState().undo();
    const { sides } = store.getState();
    for (const { base: key } of [sides.a, sides.b]) expect(baseOf(store.getState(), key)).toBeDefined();
  }
});
