/** The comparison in every face: the dial, the divider, flips; then notes, menus, receipts. One page. */

import type { Page } from '@playwright/test';
import { FACES, FIRST_FACE, wear } from './faces.ts';
import { figure, LIVE_MS, numberIn, openLive, sideOf, tool, waitUntilLive } from './studio.ts';
import { expect, onePage, sharing as test } from './test.ts';

const shared = onePage((page) => openLive(page));

/** The radio buttons of side B's dial. */
const dialOf = (page: Page) => page.getByRole('radiogroup', { name: 'Bits per weight, side B' });

for (const face of FACES) {
  test.describe(face.name, () => {
    test('the dial compresses and measures again, and it can be undone', async () => {
      const page = shared();
      await wear(page, face);
      const [size, quality] = [figure(page, 'B', 'Size'), figure(page, 'B', 'Accuracy')];
      const [bytes, accuracy] = [await numberIn(size), await numberIn(quality)];
      const dial = dialOf(page);
      await dial.getByRole('radio', { name: '4 bits' }).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await expect(dial.getByRole('radio', { name: '2 bits' })).toBeChecked();
      // What was measured before is shown at once; the first time it must be measured, and says so.
      if (face === FIRST_FACE) await expect(size).toHaveAttribute('data-provenance', 'stale');
      await waitUntilLive(page);
      expect(await numberIn(size)).toBeLessThan(bytes);
      expect(await numberIn(quality)).toBeLessThan(accuracy);
      await expect(sideOf(page, 'B')).toContainText('points lower');
      await expect(page).toHaveURL(/b=w2\.g32\.sym\.mse/);
      for (let i = 0; i < 2; i++) await tool(page, 'Undo');
      await expect(dial.getByRole('radio', { name: '4 bits' })).toBeChecked();
      await expect.poll(() => numberIn(size)).toBe(bytes);
    });

    test('the divider moves by keys and by hand', async () => {
      const page = shared();
      const divider = page.getByRole('slider', { name: 'Divider between A and B' });
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
      const stage = page.viewportSize()!.width;
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x - stage / 7, box.y + box.height / 2, { steps: 4 });
      await page.mouse.up();
      expect(Number(await divider.getAttribute('aria-valuenow'))).toBeLessThan(45);
      await page.locator('body').press('2');
    });

    test('flips are marked, can be shown alone, and open a note that does not cover them', async () => {
      const page = shared();
      await dialOf(page).getByRole('radio', { name: '2 bits' }).check({ force: true });
      await waitUntilLive(page);
      const grid = page.getByRole('grid', { name: 'Samples' });
      await page.getByRole('button', { name: 'only flips' }).click();
      const first = grid.getByRole('button').first();
      await expect(first).toHaveAccessibleName(/They disagree|B mends it/);
      await first.focus();
      await page.keyboard.press('ArrowRight');
      const note = page.getByRole('complementary', { name: /Note on sample/ });
      await expect(note.getByRole('img')).toHaveCount(2, { timeout: LIVE_MS });
      await expectApart(page);
      await page.keyboard.press('Escape');
      await expect(note).toHaveCount(0);
      await expect(grid.locator(':focus')).toHaveCount(1);
      await page.getByRole('button', { name: 'all samples' }).click();
      await dialOf(page).getByRole('radio', { name: '4 bits' }).check({ force: true });
      await waitUntilLive(page);
    });
  });
}

test('words of the recipe are menus with help; focus returns to the word', async () => {
  const page = shared();
  await wear(page, FIRST_FACE);
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

test('every figure opens how it was measured', async () => {
  const page = shared();
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

// ---------------------------------------------------------------------------------------------------------------------

/** The note and the cell that it speaks of do not overlap. */
async function expectApart(page: Page): Promise<void> {
  const [note, cell] = [
    (await page.getByRole('complementary', { name: /Note on sample/ }).boundingBox())!,
    (await page.getByRole('grid', { name: 'Samples' }).locator('.open').boundingBox())!,
  ];
  const apart =
    note.x >= cell.x + cell.width ||
    note.x + note.width <= cell.x ||
    note.y >= cell.y + cell.height ||
    note.y + note.height <= cell.y;
  expect(apart).toBe(true);
}
