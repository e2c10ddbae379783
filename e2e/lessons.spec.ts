/** Lessons on the real stage: from the link to the end, by mouse and by keyboard; guess first, then action, then figure. */

import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { LIVE_MS, panel } from './studio.ts';
import { expect, test } from './test.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

function dock(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Lesson' });
}

/** What the page found, once it has found something. */
async function found(page: Page): Promise<string> {
  const status = dock(page).getByRole('status');
  await expect(status).toContainText(/easured here/, { timeout: LIVE_MS });
  return status.innerText();
}

function sideB(page: Page): Locator {
  return page.getByRole('region', { name: 'Side B', exact: true });
}

test('a lesson from its link to its end', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./#lesson=rounding');
  await expect(dock(page).getByRole('heading', { name: /Rounding to a grid/ })).toBeVisible();
  await expect(sideB(page)).toContainText('shown after you have guessed');
  await expect(dock(page).getByRole('button', { name: 'Next', exact: true })).toBeDisabled();
  await dock(page).getByLabel('Yes, 95 or more').check();
  await expect(sideB(page)).not.toContainText('shown after you have guessed');
  await sideB(page).getByRole('radio', { name: '3 bits' }).check({ force: true });
  expect(await found(page)).toMatch(/s you guessed.*B reads \d+(\.\d+)?\s%/s);

  await dock(page).getByRole('button', { name: 'Next', exact: true }).click();
  await expect(dock(page).getByRole('heading', { name: /page 2 of 3/ })).toBeFocused();
  await expect(page).toHaveURL(/lesson=rounding.*page=2/);
  await page.getByRole('tab', { name: 'Histogram' }).click();
  expect(await found(page)).toMatch(/\d\sdB/);

  await dock(page).getByRole('button', { name: 'Next', exact: true }).click();
  await dock(page).getByLabel('About 6').check();
  await expect(dock(page).getByText('Turn B’s dial to 3.')).toBeVisible();
  await page.getByRole('tab', { name: 'Samples' }).click();
  await sideB(page).getByRole('radio', { name: '3 bits' }).check({ force: true });
  expect(await found(page)).toMatch(/\d\sdB to \d/);
  await expect(dock(page).getByRole('button', { name: /Next lesson/ })).toBeVisible();
  await dock(page).getByRole('button', { name: 'Done' }).click();
  await expect(dock(page)).toHaveCount(0);
  await expect(page).not.toHaveURL(/lesson=/);
});

test('a lesson by keyboard alone: opened from the rail, left with Escape, focus back where it was', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./');
  await page.getByRole('button', { name: 'Lessons' }).focus();
  await page.keyboard.press('Enter');
  const first = panel(page, 'Lessons').getByRole('button', { name: /Why size matters/ });
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(dock(page).getByRole('heading', { name: /Why size matters.*page 1/ })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(dock(page).getByText('Now turn B’s dial to 8.')).toBeVisible();
  await sideB(page).getByRole('radio', { name: /^32/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect(await found(page)).toMatch(/kB/);
  await dock(page).getByRole('button', { name: 'Next', exact: true }).focus();
  await page.keyboard.press('Escape');
  await expect(dock(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Lessons' })).toBeFocused();
});

test('a link opens the page it was copied from, with what was set there', async ({ page }) => {
  await page.goto('./#v=1&a=fp32&b=w5.g64.sym.mse&lesson=packing&page=2');
  await expect(dock(page).getByRole('heading', { name: /page 2 of 3/ })).toBeVisible();
  await page.getByRole('button', { name: 'Bring them back' }).click();
  await expect(sideB(page).getByRole('radio', { name: '5 bits' })).toBeChecked();
  await expect(sideB(page)).toContainText('groups of 64');
});

for (const [width, colorScheme] of [
  [1440, 'light'],
  [1440, 'dark'],
  [1000, 'light'],
  [390, 'dark'],
] as const) {
  test(`every lesson passes axe and nothing is cut, ${width} px, ${colorScheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto('./#lesson=size');
    for (const name of ['size', 'rounding', 'outlier', 'groups', 'packing', 'calibration', 'layers', 'speed']) {
      await page.evaluate((id) => location.replace(`#lesson=${id}`), name);
      await expect(page).toHaveURL(new RegExp(`lesson=${name}`));
      await expect(dock(page)).toBeVisible();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide, name).toBeLessThanOrEqual(0);
      expect(await violations(page), name).toEqual([]);
      if (process.env.DECANT_SHOTS)
        await page.screenshot({
          path: `${process.env.DECANT_SHOTS}/${name}-${width}-${colorScheme}.png`,
          fullPage: true,
        });
    }
  });
}
