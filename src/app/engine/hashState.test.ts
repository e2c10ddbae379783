import { expect, test } from 'vitest';
import { writeHash } from '../recipe/hash.ts';
import { createAppStore } from '../store/appStore.ts';
import { stateFromHash } from './hashState.ts';

const LINK = '#v=1&a=fp32&b=w4.g32.sym.mse';

test('what is looked at survives a link: samples, the open one, settings of views', () => {
  const store = createAppStore();
  const { setFilter, setOnly, openSample, choose } = store.getState();
  setFilter('flips');
  setOnly({ truth: 4, b: 9 });
  openSample(12);
  choose('overlay', 'error');
  choose('pins', '2,7');
  const { sides, ...looked } = store.getState();
  const hash = writeHash('', { ...looked, a: sides.a.recipe, b: sides.b.recipe });
  expect(hash).toContain('only=truth:4,b:9');

  const other = createAppStore();
  other.setState(stateFromHash(hash, other.getState()));
  expect(other.getState()).toMatchObject({
    filter: 'flips',
    only: { truth: 4, b: 9 },
    sample: 12,
    choices: { overlay: 'error', pins: '2,7' },
  });
});

test('a whole link opens the same over anything that was open before; part of one changes its part', () => {
  const store = createAppStore();
  store.setState({
    view: 'layers',
    filter: 'flips',
    only: { a: 1 },
    choices: { map: 'allBut' },
    budget: 1000,
    split: 0.1,
  });
  store.setState(stateFromHash('#layer=fc1', store.getState()));
  expect(store.getState()).toMatchObject({ view: 'layers', layer: 'fc1', filter: 'flips' });
  store.setState(stateFromHash(LINK, store.getState()));
  expect(store.getState()).toMatchObject({
    view: 'samples',
    layer: null,
    filter: 'all',
    only: null,
    choices: {},
    budget: null,
    split: 0.5,
  });
});

test('a setting that is set back leaves the link', () => {
  const store = createAppStore();
  store.getState().choose('counted', 'activations');
  store.getState().choose('counted', null);
  const { sides, ...looked } = store.getState();
  expect(writeHash(`${LINK}&counted=activations`, { ...looked, a: sides.a.recipe, b: sides.b.recipe })).toBe(LINK);
});
