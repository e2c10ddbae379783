/** The comparison: live without a click, the dial, the divider, flips, notes, undo, the link. */

import { figure, LIVE_MS, numberIn, openLive, waitUntilLive } from './studio.ts';
import { expect, test } from './test.ts';

/** From navigation to live figures on the software adapter. */
const LIVE_WITHIN_MS = 10_000;

test('is live within ten seconds without a click', { tag: '@alone' }, async ({ page }) => {
  const began = Date.now();
  await page.goto('./');
  await expect(figure(page, 'A', 'Size')).toHaveAttribute('data-provenance', 'live', { timeout: LIVE_MS });
  expect(Date.now() - began).toBeLessThan(LIVE_WITHIN_MS);
  await expect(page.getByText('your GPU')).toHaveCount(0);
});

test('the dial compresses and measures again, and it can be undone', async ({ page }) => {
  await openLive(page);
  const [size, quality] = [figure(page, 'B', 'Size'), figure(page, 'B', 'Accuracy')];
  const [bytes, accuracy] = [await numberIn(size), await numberIn(quality)];
  const dial = page.getByRole('radiogroup', { name: 'Bits per weight, side B' });
  await dial.getByRole('radio', { name: '4 bits' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(dial.getByRole('radio', { name: '2 bits' })).toBeChecked();
  await expect(size).toHaveAttribute('data-provenance', 'stale');
  await waitUntilLive(page);
  expect(await numberIn(size)).toBeLessThan(bytes);
  expect(await numberIn(quality)).toBeLessThan(accuracy);
  await expect(page.getByRole('region', { name: 'Side B', exact: true })).toContainText('points lower');
  await expect(page.getByRole('navigation', { name: 'Runs' })).toContainText('int2 g32');
  await expect(page).toHaveURL(/b=w2\.g32\.sym\.mse/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(dial.getByRole('radio', { name: '4 bits' })).toBeChecked();
  await expect.poll(() => numberIn(size)).toBe(bytes);
});

test('the divider moves by keys and by hand', async ({ page }) => {
  await page.goto('./');
  const divider = page.getByRole('slider', { name: 'Divider between A and B' });
  await expect(divider).toHaveAttribute('aria-valuenow', '50');
  for (const [key, value] of [
    ['3', '100'],
    ['1', '0'],
    ['2', '50'],
  ] as const) {
    await page.locator('body').press(key);
    await expect(divider).toHaveAttribute('aria-valuenow', value);
  }
  await divider.focus();
  await page.keyboard.press('ArrowRight');
  await expect(divider).toHaveAttribute('aria-valuenow', '52');
  const box = (await divider.boundingBox())!;
  expect(box.width).toBeGreaterThanOrEqual(44);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x - 200, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  expect(Number(await divider.getAttribute('aria-valuenow'))).toBeLessThan(45);
});

test('flips are marked, can be shown alone, and open a note that does not cover them', async ({ page }) => {
  await openLive(page, '#b=w2.g32.sym.mse');
  const grid = page.getByRole('grid', { name: 'Samples' });
  await page.getByRole('button', { name: 'only flips' }).click();
  const first = grid.getByRole('button').first();
  await expect(first).toHaveAccessibleName(/They disagree|B mends it/);
  await first.focus();
  await page.keyboard.press('ArrowRight');
  const note = page.getByRole('complementary', { name: /Note on sample/ });
  await expect(note.getByRole('img')).toHaveCount(2, { timeout: LIVE_MS });
  const [noteBox, cellBox] = [(await note.boundingBox())!, (await grid.locator('.open').boundingBox())!];
  const apart =
    noteBox.x >= cellBox.x + cellBox.width ||
    noteBox.x + noteBox.width <= cellBox.x ||
    noteBox.y >= cellBox.y + cellBox.height ||
    noteBox.y + noteBox.height <= cellBox.y;
  expect(apart).toBe(true);
  await page.keyboard.press('Escape');
  await expect(note).toHaveCount(0);
});

test('words of the recipe are menus with help; focus returns to the word', async ({ page }) => {
  await openLive(page);
  const word = page.getByRole('button', { name: 'groups of 32, scales of side B' });
  await word.click();
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitemradio')).toHaveCount(6);
  for (const item of await menu.getByRole('menuitemradio').all()) await expect(item).toHaveAccessibleDescription(/\w/);
  await page.keyboard.press('Escape');
  await expect(word).toBeFocused();
  await word.click();
  await menu.getByRole('menuitemradio', { name: 'one scale per tensor' }).click();
  await expect(page.getByRole('button', { name: 'one scale per tensor, scales of side B' })).toBeVisible();
  await waitUntilLive(page);
});

test('every figure opens how it was measured', async ({ page }) => {
  await openLive(page);
  for (const [label, words] of [
    ['Size', 'bits a weight'],
    ['Accuracy', '95 % interval'],
    ['Time per sample', 'clock'],
  ] as const) {
    const shown = figure(page, 'B', label);
    await shown.click();
    const receipt = page.getByRole('dialog', { name: /was measured/ });
    await expect(receipt).toContainText(words);
    await expect(receipt.getByRole('button', { name: 'Measure again' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(receipt).toHaveCount(0);
    await expect(shown).toBeFocused();
  }
});

test('a link opens what it was copied from', async ({ page }) => {
  await page.goto('./#v=1&a=w8.channel.sym.minmax&b=w3.tensor.asym.percentile&view=layers');
  await expect(page.getByRole('tab', { name: 'Layers' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('tab', { name: 'Samples' }).click();
  const b = page.getByRole('region', { name: 'Side B', exact: true });
  await expect(b).toContainText('one scale per tensor');
  await expect(b).toContainText('asymmetric');
  await expect(page.getByRole('radio', { name: '8 bits' }).first()).toBeChecked();
});
