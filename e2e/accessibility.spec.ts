/** axe finds nothing, on any view or panel, in both themes; and what axe cannot see: live region, narrow screens. */

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { LIVE_MS, openLive, panel, station } from './studio.ts';
import { expect, test } from './test.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const VIEWS = ['Samples', 'Histogram', 'Layers', 'Sensitivity', 'Compare', 'Speed'];
const STATIONS = ['Model', 'Data', 'Recipe', 'Measure', 'Export'];

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every view passes axe, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openLive(page, '#b=w3.g32.sym.mse');
    for (const view of VIEWS) {
      await page.getByRole('tab', { name: view }).click();
      await expect(page.locator('.view-loading')).toHaveCount(0);
      if (view === 'Histogram') await expect(page.locator('.curve-line.b').first()).toBeAttached({ timeout: LIVE_MS });
      expect(await violations(page), view).toEqual([]);
    }
  });

  test(`every panel passes axe, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openLive(page);
    for (const name of STATIONS) {
      await station(page, name).click();
      await expect(panel(page, name)).toBeVisible();
      if (name === 'Export') await expect(panel(page, name)).toContainText('the file', { timeout: LIVE_MS });
      expect(await violations(page), name).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(station(page, name)).toBeFocused();
    }
    for (const [key, name] of [
      ['d', 'Draw a sample'],
      ['?', 'Shortcuts'],
    ] as const) {
      await page.locator('body').press(key);
      await expect(panel(page, name)).toBeVisible();
      expect(await violations(page), name).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(panel(page, name)).toHaveCount(0);
    }
  });
}

test('a note, a menu and a receipt pass axe', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openLive(page, '#b=w2.g32.sym.mse');
  await page.getByRole('grid', { name: 'Samples' }).getByRole('button').first().click();
  await expect(page.getByRole('complementary')).toBeVisible();
  expect(await violations(page), 'note').toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /scales of side B/ }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  expect(await violations(page), 'menu').toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('region', { name: 'Side B', exact: true }).locator('.figure-value').first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await violations(page), 'receipt').toEqual([]);
});

test('what was measured is said to those who listen', async ({ page }) => {
  await openLive(page);
  await expect(page.locator('[role="status"]').first()).toContainText(/B, 4 bits, groups of 32: .*kB/, {
    timeout: LIVE_MS,
  });
});

for (const width of [360, 390, 768]) {
  test(`nothing is cut at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await openLive(page);
    for (const view of VIEWS) {
      await page.getByRole('tab', { name: view }).click();
      await expect(page.locator('.view-loading')).toHaveCount(0);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide, view).toBeLessThanOrEqual(0);
    }
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Menu' }).click();
    await expect(panel(page, 'Menu')).toBeVisible();
    expect(await violations(page), 'menu').toEqual([]);
    await panel(page, 'Menu')
      .getByRole('button', { name: /Export/ })
      .click();
    await expect(panel(page, 'Export')).toBeVisible();
  });
}
