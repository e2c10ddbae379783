/** Hostile files, each held to its two seconds, so that nothing else may run beside this. */
import { answers, hand, hostileFiles, openEngine, openSmall } from './engineSupport.ts';
import { expect, test } from './test.ts';

const alone = { tag: '@alone' };

test('hostile files each end in a sentence within two seconds, and open work stays', alone, async ({ page }) => {
  await openEngine(page);
  const { model } = await openSmall(page);
  const before = await answers(page, model);
  const files = (await hostileFiles(40)).map(({ about, files }) => ({
    about,
    files: files.map(({ name, bytes }) => hand(name, bytes)),
  }));
  const faults = await page.evaluate(async (files) => {
    const found: string[] = [];
    for (const { about, files: parts } of files) {
      const start = performance.now();
      try {
        const { id } = await window.decant.openModel(parts.map(window.fileFrom));
        await window.decant.close(id);
      } catch (error) {
        const { code, message } = Object.assign({ code: '', message: '' }, error, { message: String(error) });
        if (code === '' || code === 'fault') found.push(`${about}: ${message}`);
      }
      const ms = performance.now() - start;
      if (ms > 2000) found.push(`${about}: ${ms.toFixed(0)} ms`);
    }
    return found;
  }, files);
  expect(faults).toEqual([]);
  expect(await answers(page, model)).toEqual(before);
});
