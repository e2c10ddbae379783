/** A network is weighed before it is opened: what memory cannot take is held, and opened only when a person says so. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Decant, Weighed } from '../../studio/api.ts';
import { modelSummary } from '../../testing/answers.ts';
import type { AppStore } from '../store/appStore.ts';
import { createAppStore } from '../store/appStore.ts';
import type { Evaluator } from './evaluator.ts';
import { createImageShelf } from './imageShelf.ts';
import { createOpener } from './opener.ts';

const GB = 1e9;
const summary = (bytes: number) =>
  modelSummary({ id: 'model-1', name: 'net.onnx', format: 'onnx', parameters: bytes / 4, bytes, bitsPerWeight: 32 });

const weighed = (bytes: number): Weighed => ({
  name: 'net.onnx',
  format: 'onnx',
  fileBytes: bytes,
  parameters: bytes / 4,
  bytes,
  largest: { parameter: 'fc.weight', bytes: bytes / 2 },
  rounded: [{ bits: 4, bytes: bytes / 8 }],
});

let store: AppStore;
let calls: string[];

function openerFor(bytes: number) {
  const fake: Partial<Decant> = {
    weigh: async () => {
      calls.push('weigh');
      return weighed(bytes);
    },
    openModel: async () => {
      calls.push(`open, said ${store.getState().weighed}`);
      return summary(bytes);
    },
    close: async () => undefined,
  };
  const evaluator: Evaluator = { refresh: () => {}, reset: () => {}, again: () => {}, stop: () => {} };
  return createOpener({ decant: fake as Decant, store, images: createImageShelf() }, evaluator);
}

beforeEach(() => {
  store = createAppStore();
  calls = [];
  vi.stubGlobal('navigator', { deviceMemory: 8 });
});

afterEach(() => vi.unstubAllGlobals());

const plain = (words: string | undefined) => words?.replace(/\u00a0/g, ' ');

test('the verdict is said before anything of a network is opened', async () => {
  await openerFor(2 * GB).openModel('https://example.org/net.onnx');
  expect(calls.map(plain)).toEqual(['weigh', 'open, said net.onnx: 2 GB, fits this machine']);
  expect(store.getState()).toMatchObject({ weighed: null, problem: null });
});

test('a network that memory cannot take is held, says by which limit and what would fit, and opens on demand', async () => {
  const opener = openerFor(20 * GB);
  await opener.openModel('https://example.org/net.onnx');
  expect(calls).toEqual(['weigh']);
  const { problem } = store.getState();
  expect(problem).toMatchObject({ kind: 'too-large', action: { kind: 'open-anyway' } });
  expect(plain(problem?.why)).toContain('It takes 20 GB, more than the memory of this machine, 8.59 GB.');
  expect(problem?.facts.map(([term, value]) => [term, plain(value)])).toContainEqual([
    'would fit',
    'rounded to 4 bits, 2.50 GB',
  ]);
  await opener.openAnyway();
  expect(calls).toHaveLength(2);
  expect(store.getState().bases[0]?.model.bytes).toBe(20 * GB);
});

test('a budget holds nothing back: to reach it is what the page is for', async () => {
  store.setState({ budget: 64_000 });
  await openerFor(2 * GB).openModel('https://example.org/net.onnx');
  expect(calls[1]).toContain('too large for 64');
});
