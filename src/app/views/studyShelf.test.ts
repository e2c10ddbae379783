/** What a shelf of studies keeps while they run, stop and fail. */
import { describe, expect, test } from 'vitest';
import { createStudyShelf } from './studyShelf.ts';

describe('a shelf of studies', () => {
  test('keeps what arrives, then the result', async () => {
    const shelf = createStudyShelf<number, string>();
    const study = await shelf.run('one', async ({ onProgress }) => {
      onProgress?.({ label: 'first', done: 1, total: 2, partial: 7 });
      onProgress?.({ label: 'second', done: 2, total: 2 });
      return 'done';
    });
    expect(study).toMatchObject({ busy: false, found: [7], result: 'done', error: null, stopped: false });
  });

  test('keeps what a stopped study found, and ignores what it says later', async () => {
    const shelf = createStudyShelf<number, string>();
    let finish: (value: string) => void = () => undefined;
    const running = shelf.run('one', ({ onProgress, signal }) => {
      onProgress?.({ label: 'first', done: 1, total: 2, partial: 7 });
      signal?.addEventListener('abort', () => finish('too late'));
      return new Promise((resolve) => {
        finish = resolve;
      });
    });
    shelf.stop();
    await running;
    expect(shelf.store.getState().one).toMatchObject({ busy: false, found: [7], result: null, stopped: true });
  });

  test('ends a study when another begins, and says why one failed', async () => {
    const shelf = createStudyShelf<number, string>();
    const first = shelf.run('one', () => new Promise(() => undefined));
    const second = await shelf.run('two', () => Promise.reject(new Error('No room.')));
    expect(shelf.store.getState().one).toMatchObject({ busy: false, stopped: true });
    expect(second).toMatchObject({ busy: false, error: 'No room.' });
    void first;
  });
});
