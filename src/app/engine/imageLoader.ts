/** Brings samples onto the shelf, in blocks, each asked for once. */
import { RECORDED } from '../recorded/schema.ts';
import type { EngineContext } from './engine.ts';

/** Samples asked for at once where the wanted ones lie together. */
const BLOCK = 64;

/** A function that asks for samples; the store counts their arrival. */
export function createImageLoader({ decant, store, images }: EngineContext): (samples: readonly number[]) => void {
  let asked = new Set<string>();
  let data = '';
  return (samples) => {
    const { opened } = store.getState();
    if (!opened || opened.data.id === RECORDED) return;
    if (opened.data.id !== data) asked = new Set();
    data = opened.data.id;
    const missing = samples.filter((sample) => !images.get(sample));
    for (const block of new Set(missing.map((sample) => Math.floor(sample / BLOCK)))) {
      const key = String(block);
      if (asked.has(key)) continue;
      asked.add(key);
      const start = block * BLOCK;
      const count = Math.min(BLOCK, opened.data.samples - start);
      decant.samples({ data, start, count }).then(
        ({ shape, pixels, labels }) => {
          if (store.getState().opened?.data.id !== data) return;
          images.put(start, shape, pixels, labels);
          store.getState().imagesArrived();
        },
        () => asked.delete(key),
      );
    }
  };
}
