/** Lessons in a browser without WebGPU: all of them can be read, and one that trains is gone through to its end. */

import { COURSE, dock, goThrough } from './course.ts';
import { expect, test } from './test.ts';

test('every page of every lesson can be read', async ({ page }) => {
  // What is read is looked at, not what is measured: the engine never comes, and the recording stays.
  await page.route(/\/worker-[\w-]+\.js/, () => undefined);
  await page.goto('./#lesson=size');
  expect(await page.evaluate(() => navigator.gpu)).toBeUndefined();
  for (const { id, title, deeds } of COURSE) {
    for (const at of deeds.keys()) {
      await page.evaluate((hash) => location.replace(hash), `#lesson=${id}&page=${at + 1}`);
      const heading = dock(page).getByRole('heading');
      await expect(heading).toContainText(title);
      await expect(heading).toContainText(`page ${at + 1} of ${deeds.length}`);
      const words = (await dock(page).locator('p').allInnerTexts()).join(' ');
      expect(words.length, `${id}, page ${at + 1}`).toBeGreaterThan(100);
      await expect(page.locator('h1')).toHaveText(/\w/);
    }
  }
});

test('soft targets, from start to end on the processor', async ({ page }) => {
  await page.goto('./#lesson=soft-targets');
  const lesson = COURSE.find(({ id }) => id === 'soft-targets');
  if (!lesson) throw new Error('The course has lost a lesson.');
  await goThrough(page, lesson);
});
