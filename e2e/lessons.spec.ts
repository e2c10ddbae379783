/** Lessons on the real stage: from the link to the end, by mouse and by keyboard; guess first, then action, then figure. */

import type { Locator, Page } from '@playwright/test';
import { cutOff, violations } from './axe.ts';
import { inEveryFace } from './faces.ts';
import { LIVE_MS, panel } from './studio.ts';
import { expect, onePage, sharing as test } from './test.ts';

const LESSONS = [
  'size',
  'rounding',
  'outlier',
  'groups',
  'packing',
  'calibration',
  'layers',
  'speed',
  'soft-targets',
  'distil-quantize',
];

const shared = onePage(async (page) => {
  await page.goto('./#lesson=rounding');
});

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

test('a lesson from its link to its end', async () => {
  const page = shared();
  await expect(dock(page).getByRole('heading', { name: /Rounding to a grid/ })).toBeVisible();
  await expect(sideB(page)).toContainText('shown after you have guessed');
  await expect(dock(page).getByRole('button', { name: 'Next', exact: true })).toBeDisabled();
  await dock(page).getByLabel('Yes, 95 or more').check();
  await expect(sideB(page)).not.toContainText('shown after you have guessed');
  await sideB(page).getByRole('radio', { name: '3 bits' }).check({ force: true });
  expect(await found(page)).toMatch(/s you guessed.*B reads \d+(\.\d+)?\s%/s);
  expect(await violations(page), 'a page with its answer').toEqual([]);

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
  expect(await violations(page), 'the last page').toEqual([]);
  await dock(page).getByRole('button', { name: 'Done' }).click();
  await expect(dock(page)).toHaveCount(0);
  await expect(page).not.toHaveURL(/lesson=/);
});

test('a lesson by keyboard alone: opened from the rail, left with Escape, focus back where it was', async () => {
  const page = shared();
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

test('a link opens the page it was copied from, with what was set there', async () => {
  const page = shared();
  await page.goto('./#v=1&a=fp32&b=w5.g64.sym.mse&lesson=packing&page=2');
  await expect(dock(page).getByRole('heading', { name: /page 2 of 3/ })).toBeVisible();
  await page.getByRole('button', { name: 'Bring them back' }).click();
  await expect(sideB(page).getByRole('radio', { name: '5 bits' })).toBeChecked();
  await expect(sideB(page)).toContainText('groups of 64');
});

test('every lesson passes axe and nothing is cut, wide and narrow, light and dark', async () => {
  const page = shared();
  // What is drawn is looked at, not what is measured: the engine never comes, and the recording stays.
  await page.route(/\/worker-[\w-]+\.js/, () => undefined);
  await page.goto('./#lesson=size');
  await page.reload();
  for (const name of LESSONS) {
    await page.evaluate((id) => location.replace(`#lesson=${id}`), name);
    await expect(page).toHaveURL(new RegExp(`lesson=${name}`));
    await expect(dock(page)).toBeVisible();
    await inEveryFace(page, async (face) => {
      await expect.poll(() => cutOff(page), { message: `${name}, ${face.name}` }).toBe(0);
      expect(await violations(page), `${name}, ${face.name}`).toEqual([]);
    });
    await page.setViewportSize({ width: 1000, height: 900 });
    await expect.poll(() => cutOff(page), { message: `${name} at 1000 px` }).toBe(0);
  }
});
