/** The palette: opened by its keys, chosen by typing, and left with the focus where it was; the help below a menu. */

import { violations } from './axe.ts';
import { LIVE_MS, openLive, panel } from './studio.ts';
import { expect, onePage, sharing as test } from './test.ts';

const shared = onePage((page) => openLive(page));

test('a command is found by typing and done with Enter', async () => {
  const page = shared();
  const tab = page.getByRole('tab', { name: 'Samples' });
  await tab.focus();
  await page.keyboard.press('Control+k');
  const line = panel(page, 'Commands').getByRole('combobox', { name: 'Find a command' });
  await expect(line).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(tab).toBeFocused();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('groups 64');
  await expect(panel(page, 'Commands').getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(panel(page, 'Commands')).toHaveCount(0);
  await expect(page).toHaveURL(/b=w4\.g64/);

  await page.locator('body').press('Control+k');
  await page.keyboard.type('view');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Histogram' })).toHaveAttribute('aria-selected', 'true');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a menu says what its control does, and leads to the lesson, ${colorScheme}`, async () => {
    const page = shared();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto('./#view=samples');
    await page.getByRole('button', { name: /clipping of side B/ }).click();
    await expect(page.getByText('few large errors against many small ones')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const dock = page.getByRole('complementary', { name: 'Lesson' });
    await expect(dock.getByRole('heading', { name: /One outlier/ })).toBeFocused();
  });
}

test('a claim is checked on the open network by one click', async () => {
  const page = shared();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto('./#view=samples');
  await page.locator('body').press('Control+k');
  await expect(panel(page, 'Commands').getByRole('combobox')).toBeFocused();
  await page.keyboard.type('claims');
  await page.keyboard.press('Enter');
  const claim = panel(page, 'Claims to check').getByRole('listitem').first();
  await claim.getByRole('button', { name: 'Check it here' }).click();
  await expect(claim.getByRole('status').last()).toContainText(/^(Holds|Does not hold|Not decided)[^.]*\..*\d/, {
    timeout: LIVE_MS,
  });
  expect(await violations(page)).toEqual([]);
});
