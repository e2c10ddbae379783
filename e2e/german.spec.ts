/** German from the menu, live and after a reload: the main job is done in it, and nothing of it is in the first fetch. */

import { violations } from './axe.ts';
import { LIVE_MS, panel } from './studio.ts';
import { expect, onePage, sharing as test } from './test.ts';

const fetched: string[] = [];

const shared = onePage(async (page) => {
  page.on('request', (request) => fetched.push(request.url()));
  await page.goto('./');
  await expect(page.getByRole('tab', { name: 'Samples' })).toBeVisible();
});

test('another language is chosen without a reload, and the focus stays', async () => {
  const page = shared();
  expect(fetched.filter((url) => /\/de-[\w-]+\.js/.test(url))).toEqual([]);
  await page.getByRole('button', { name: 'Display' }).click();
  await panel(page, 'Display').getByRole('radio', { name: 'Deutsch' }).click({ force: true });
  await expect(panel(page, 'Darstellung')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Darstellung' })).toBeFocused();
  await expect(page.getByRole('tab', { name: 'Beispiele' })).toBeVisible();
});

test('the main job is done in German after a reload, with its numbers', async () => {
  const page = shared();
  await page.reload();
  const b = page.getByRole('region', { name: 'Seite B', exact: true });
  await b.getByRole('radio', { name: '3 Bit' }).click({ force: true });
  await expect(page.locator('[data-station="measure"]')).toContainText('live,', { timeout: LIVE_MS });
  await expect(b).toContainText(/35,4\s*kB/);
  await expect(b).toContainText('mal kleiner');
  // A sentence that the engine made, in English.
  await expect(page.getByRole('button', { name: 'ist ein Software-Adapter' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('a link asks for a language of its own, and English comes back by choice', async () => {
  const page = shared();
  await page.goto('./#lang=de&lesson=rounding');
  await page.reload();
  await expect(page.getByRole('complementary', { name: 'Lektion' })).toContainText('Auf ein Raster runden');
  await page.goto('./#view=samples');
  await page.getByRole('button', { name: 'Darstellung' }).click();
  await panel(page, 'Darstellung').getByRole('radio', { name: 'English' }).click({ force: true });
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(panel(page, 'Display')).toBeVisible();
});
