/**
 * The views beside samples: weights with their grid and clip handles, what flows, bytes, layers, confusion, time; and the
 * panels for drawing and export. One page that stays open: each part goes on where the last one ended.
 */

import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { FACES, FIRST_FACE, wear } from './faces.ts';
import { LIVE_MS, openLive, openStation, panel, sideOf, waitUntilLive } from './studio.ts';
import { expect, onePage, sharing as test } from './test.ts';

const shared = onePage(async (page) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await openLive(page, '#b=w4.tensor.sym.mse&view=histogram');
});

test('histogram draws the grid over the weights', async () => {
  const page = shared();
  const chart = page.getByRole('img', { name: /Weights of/ });
  await expect(chart).toHaveAccessibleName(/16 levels|15 levels/, { timeout: LIVE_MS });
  await expect(chart.locator('.grid-line').first()).toBeAttached();
  const picks = page.locator('.layer-picks button');
  const largest = (await page.locator('.layer-picks button[aria-pressed=true]').textContent()) ?? '';
  await picks.first().click();
  await expect(picks.first()).toHaveAttribute('aria-pressed', 'true');
  await expect(page).toHaveURL(/layer=/);
  await picks.filter({ hasText: largest }).click();
});

for (const face of FACES) {
  test(`clip handles round the layer anew while they move, by keys and by hand: ${face.name}`, async () => {
    const page = shared();
    await wear(page, face);
    const lower = page.getByRole('slider', { name: 'Lower clip limit' });
    await lower.focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    const beyond = page.locator('.beyond-words').first();
    await expect(beyond).toHaveText(/^\d/);
    await expect(page).toHaveURL(/bc=/);
    await waitUntilLive(page);
    const before = await beyond.textContent();
    const box = (await page.getByRole('slider', { name: 'Upper clip limit' }).boundingBox())!;
    const y = Math.min(box.y + 200, box.y + box.height / 2);
    await page.mouse.move(box.x + box.width / 2, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 - 42, y, { steps: 4 });
    await page.mouse.up();
    await expect(beyond).not.toHaveText(before ?? '');
    await page.getByRole('button', { name: 'clip as the recipe says' }).click();
    await expect(page).not.toHaveURL(/bc=/);
    await waitUntilLive(page);
  });
}

test('what flows into a layer is counted too', async () => {
  const page = shared();
  await wear(page, FIRST_FACE);
  await page.getByRole('radio', { name: 'what flows in' }).check();
  await expect(page.getByRole('img', { name: /Values that flow into/ })).toHaveAccessibleName(/from/, {
    timeout: LIVE_MS,
  });
  await page.getByRole('radio', { name: 'weights' }).check();
});

test('one row is followed down to its bytes, and every bit says whose it is', async () => {
  const page = shared();
  await page.getByRole('button', { name: 'One row, slowly' }).click();
  const next = page.getByRole('button', { name: 'Next step' });
  for (const step of ['scale', 'divide', 'round', 'clamp', 'pack']) {
    await next.click();
    await expect(page.locator('.slow-says')).toContainText(step);
  }
  await expect(next).toBeDisabled();
  const bytes = page.getByRole('grid', { name: 'Bytes of the row' });
  await bytes.getByRole('button').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator(':focus')).toHaveAccessibleName(/worth 4 in code \d+ of weight 2/);
  await expect(page.locator('.slow-says')).toContainText('of weight 2');
});

test('the graph is walked along its edges, and a layer stands out in the list', async () => {
  const page = shared();
  await page.getByRole('tab', { name: 'Layers' }).click();
  const graph = page.getByRole('region', { name: 'Graph of the network' });
  await graph.getByRole('button', { name: /^conv1/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator(':focus')).toHaveAccessibleName(/^conv2.*Conv.*A 32 bits, B 4 bits/);
  await page.keyboard.press('Enter');
  await expect(page.locator('#layer-table tr.chosen')).toContainText('conv2');
});

test('layers lists both sides, and one is set apart from the recipe', async () => {
  const page = shared();
  const rows = page.getByRole('region', { name: 'Layers' }).getByRole('row');
  await expect(rows).not.toHaveCount(1);
  await expect(rows.nth(1)).toContainText('dB');
  const divider = page.getByRole('slider', { name: 'Divider between A and B' });
  const ofB = page.locator('#layer-table [data-side=b]').first();
  await divider.press('End');
  await expect(ofB).toBeHidden();
  await divider.press('2');
  await expect(ofB).toBeVisible();
  await page
    .getByRole('button', { name: /bits of .*, side B/ })
    .first()
    .click();
  await page.getByRole('menuitemradio', { name: '32-bit floats' }).click();
  await expect(page).toHaveURL(/bx=/);
  await expect(page.getByRole('region', { name: 'Recipe of side B' })).toContainText('1 layer apart');
  await page.keyboard.press('Control+z');
  await expect(page).not.toHaveURL(/bx=/);
  await waitUntilLive(page);
  await rows.nth(1).getByRole('rowheader').getByRole('button').click();
  await expect(page.getByRole('tab', { name: 'Histogram' })).toHaveAttribute('aria-selected', 'true');
});

test('a confusion shows its samples', async () => {
  const page = shared();
  await page.getByRole('tab', { name: 'Confusion' }).click();
  await page.getByRole('button', { name: 'Copy as CSV' }).first().click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^class,samples,A,B,change/);
  const grid = page.getByRole('grid', { name: 'Answers of B' });
  await grid.getByRole('button', { name: /^4 read as 4/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Samples' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('button', { name: /class 4, B says 4/ })).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Samples' }).getByRole('button').first()).toHaveAccessibleName(/, 4\./);
  await page.getByRole('button', { name: 'show all samples' }).click();
});

test('a budget is held against the size, and travels in the link', async () => {
  const page = shared();
  const side = page.getByRole('region', { name: 'Side B', exact: true });
  await side.getByRole('button', { name: /fits/ }).click();
  await side.getByRole('spinbutton', { name: /budget/ }).fill('20');
  await expect(side.getByRole('button', { name: /too large for 20.kB budget/ })).toBeVisible();
  await expect(page).toHaveURL(/budget=20000/);
  await page.keyboard.press('Escape');
  await expect(side.getByRole('spinbutton', { name: /budget/ })).toHaveCount(0);
  await expect(side.getByRole('button', { name: /too large for/ })).toBeFocused();
});

test('a person tries to tell B from A', async () => {
  const page = shared();
  await page.getByRole('button', { name: 'Blind test' }).click();
  const sheet = panel(page, 'Blind test');
  for (let i = 1; i <= 10; i++) {
    await expect(sheet.getByRole('status')).toHaveText(`${i} of 10`);
    await sheet.getByRole('button', { name: 'The first is A’s' }).click();
  }
  await expect(sheet.getByRole('status')).toContainText(/of 10 right \(95 % interval/);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
});

test('a drawn sample is answered by both sides', async () => {
  const page = shared();
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

test('an export says what it substitutes and both sizes before it is saved', async () => {
  const page = shared();
  await sideOf(page, 'B').getByRole('radio', { name: '3 bits' }).check({ force: true });
  await waitUntilLive(page);
  const sheet = await openStation(page, 'Export');
  await expect(sheet).toContainText('the file', { timeout: LIVE_MS });
  await expect(sheet).toContainText('Written in another way');
  const download = page.waitForEvent('download');
  await sheet.getByRole('button', { name: 'Save all as .zip' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toMatch(/\.zip$/);
  const names = Object.keys(unzipSync(await readFile(await saved.path())));
  expect(names).toEqual(expect.arrayContaining(['load.py', 'load.mjs', 'golden.json']));
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
});

test('speed sets onnxruntime-web and our kernels side by side', async () => {
  const page = shared();
  await page.getByRole('tab', { name: 'Speed' }).click();
  for (const name of [/onnxruntime-web/, /Decant, WebGPU/]) {
    const rows = page.getByRole('region', { name: 'Times' }).getByRole('row', { name });
    await expect(rows).toHaveCount(2);
    for (const row of await rows.all()) await expect(row).toContainText(/ms|µs/, { timeout: LIVE_MS });
  }
});

test('this adapter is measured, and says why a width is or is not faster', async () => {
  const page = shared();
  await page.getByRole('button', { name: 'Measure this adapter' }).click({ timeout: LIVE_MS });
  const roof = page.getByRole('region', { name: 'How fast it could be here' });
  await expect(roof).toContainText('GFLOP/s', { timeout: 180_000 });
  await expect(roof.getByRole('status')).toContainText(/of B’s time is in nodes/, { timeout: LIVE_MS });
  await roof.getByRole('button', { name: 'As a table' }).click();
  await expect(roof.getByRole('row')).not.toHaveCount(1);
});
