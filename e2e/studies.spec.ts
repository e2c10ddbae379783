/** Studies of many measurements: the map of layers by widths, a budget spent from it, a sweep of recipes, and healing. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { LIVE_MS, openLive, waitUntilLive } from './studio.ts';
import { expect, test } from './test.ts';

/** A map or a sweep is dozens of measurements on the software adapter. */
const STUDY_MS = 300_000;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** Axe in both themes, and nothing wider than a phone. */
async function checkFace(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await violations(page), colorScheme).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide, 'wider than 390 px').toBeLessThanOrEqual(0);
  expect(await violations(page), '390 px').toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('a map is measured, walked by keys, and spent as a budget', async ({ page }) => {
  test.setTimeout(2 * STUDY_MS);
  await openLive(page, '#view=sensitivity');
  await page.getByRole('button', { name: 'Measure the map' }).click();
  await expect(page.getByText(/measuring the map/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Stop', exact: true }).last()).toBeVisible();
  const grid = page.getByRole('grid', { name: 'Sensitivity' });
  await expect(page.getByRole('slider', { name: 'Budget for the whole model' })).toBeVisible({ timeout: STUDY_MS });
  await expect(grid.locator('[data-provenance="live"]').first()).toBeVisible();
  await expect(grid.locator('[data-step="none"]')).toHaveCount(0);

  const first = grid.getByRole('button').first();
  await first.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await expect(page.locator(':focus')).toHaveAccessibleName(/at 2 bits: drift/);
  await page.keyboard.press('Enter');
  await expect(page.locator(':focus')).toHaveAttribute('aria-pressed', 'true');
  await expect(page).toHaveURL(/bx=/);
  await waitUntilLive(page);

  const slider = page.getByRole('slider', { name: 'Budget for the whole model' });
  await slider.focus();
  await page.keyboard.press('PageUp');
  const budget = page.getByRole('region', { name: 'What a budget buys' });
  await expect(budget.locator('[data-provenance="estimate"]')).toHaveText(/\d/);
  await budget.getByRole('button', { name: 'Set B to this and measure' }).click();
  await expect(budget.getByRole('button', { name: /How measured|live/ })).toHaveText(/\d/, { timeout: STUDY_MS });
  await waitUntilLive(page);
  await checkFace(page);

  await page.getByRole('radio', { name: 'all but one' }).check();
  await expect(page.getByRole('button', { name: 'Measure the map' })).toBeEnabled({ timeout: LIVE_MS });
  await page.getByRole('radio', { name: 'each alone' }).check();
  await expect(grid.locator('[data-step="none"]')).toHaveCount(0);
});
