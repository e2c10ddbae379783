/** The views beside samples: weights with their grid, layers, time; and the panels for drawing and export. */

import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { LIVE_MS, openLive, openStation, panel } from './studio.ts';
import { expect, test } from './test.ts';

test('histogram draws the grid over the weights', async ({ page }) => {
  await openLive(page, '#b=w4.tensor.sym.percentile&view=histogram');
  const chart = page.getByRole('img', { name: /Weights of/ });
  await expect(chart).toHaveAccessibleName(/16 levels|15 levels/, { timeout: LIVE_MS });
  await expect(chart.locator('.grid-line').first()).toBeAttached();
  const picks = page.locator('.layer-picks button');
  await picks.first().click();
  await expect(picks.first()).toHaveAttribute('aria-pressed', 'true');
  await expect(page).toHaveURL(/layer=/);
});

test('layers lists both sides, and a layer leads to its weights', async ({ page }) => {
  await openLive(page, '#view=layers');
  const rows = page.getByRole('region', { name: 'Layers' }).getByRole('row');
  await expect(rows).not.toHaveCount(1);
  await expect(rows.nth(1)).toContainText('dB');
  await rows.nth(1).getByRole('rowheader').getByRole('button').click();
  await expect(page.getByRole('tab', { name: 'Histogram' })).toHaveAttribute('aria-selected', 'true');
});

test('a layer can be set apart from the recipe', async ({ page }) => {
  await openLive(page, '#view=layers');
  const bits = page.getByRole('button', { name: /bits of .*, side B/ }).first();
  await bits.click();
  await page.getByRole('menuitemradio', { name: '32-bit floats' }).click();
  await expect(page).toHaveURL(/bx=/);
  await expect(page.getByRole('region', { name: 'Recipe of side B' })).toContainText('1 layer apart');
});

test('speed sets onnxruntime-web and our kernels side by side', async ({ page }) => {
  await openLive(page, '#view=speed');
  for (const name of [/onnxruntime-web/, /Decant, WebGPU/]) {
    const rows = page.getByRole('region', { name: 'Times' }).getByRole('row', { name });
    await expect(rows).toHaveCount(2);
    for (const row of await rows.all()) await expect(row).toContainText(/ms|µs/, { timeout: LIVE_MS });
  }
});

test('a drawn sample is answered by both sides', async ({ page }) => {
  await openLive(page);
  await page.locator('body').press('d');
  const sheet = panel(page, 'Draw a sample');
  const paper = sheet.getByRole('img', { name: /Paper to draw on/ });
  await paper.focus();
  await page.keyboard.press('Space');
  for (let i = 0; i < 14; i++) await page.keyboard.press('ArrowDown');
  await expect(sheet.getByRole('status')).toContainText(/Both read|A reads/, { timeout: LIVE_MS });
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
});

test('an export says what it substitutes and both sizes before it is saved', async ({ page }) => {
  await openLive(page, '#b=w3.g32.sym.mse');
  const sheet = await openStation(page, 'Export');
  await expect(sheet).toContainText('the file', { timeout: LIVE_MS });
  await expect(sheet).toContainText('Written in another way');
  const download = page.waitForEvent('download');
  await sheet.getByRole('button', { name: 'Save all as .zip' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toMatch(/\.zip$/);
  const names = Object.keys(unzipSync(await readFile(await saved.path())));
  expect(names).toEqual(expect.arrayContaining(['load.py', 'load.mjs', 'golden.json']));
});
