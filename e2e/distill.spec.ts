/** A student is taught: started by a key, steered, stepped, ended; it is side B then. And a run that was recorded. */
import type { Page } from '@playwright/test';
import { violations } from './axe.ts';
import { LIVE_MS, waitUntilLive } from './studio.ts';
import { expect, onePage, sharing as test } from './test.ts';

async function checkFace(page: Page, schemes: readonly ('dark' | 'light')[] = ['dark', 'light']): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await violations(page), colorScheme).toEqual([]);
  }
}

const stepOf = async (page: Page): Promise<number> =>
  Number((await page.locator('.pace b').first().innerText()).replace(/\D/g, ''));

const transport = (page: Page) => page.getByRole('toolbar', { name: 'Transport' });

const shared = onePage(async (page) => {
  await page.goto('./#view=distill');
  await waitUntilLive(page);
});

test('a student is timed before it is trained', async () => {
  const page = shared();
  const cost = page.locator('.cost');
  await expect(cost).toContainText('20.4', { timeout: LIVE_MS });
  await expect(cost.locator('[data-provenance="live"]')).toHaveCount(4);
  await page.getByRole('button', { name: /size of the student/ }).click();
  await expect(page.getByRole('menuitemradio', { name: /half as wide/ })).toContainText('quarter of the bytes');
  await page.keyboard.press('Escape');
});

test('it starts by a key, is steered, rests, and steps', async () => {
  const page = shared();
  await page.locator('h1').click();
  await page.keyboard.press('Space');
  await expect(page.locator('.time-series .line').first()).toBeAttached({ timeout: LIVE_MS });
  await expect.poll(() => stepOf(page), { timeout: LIVE_MS }).toBeGreaterThan(55);
  await page.getByRole('slider', { name: 'Temperature', exact: true }).press('PageUp');
  await expect(page.locator('.mark-line')).toHaveCount(1);
  await transport(page).getByRole('button', { name: /Pause/ }).click();
  await expect(page.locator('.rest')).toHaveText('paused', { timeout: LIVE_MS });
  const rested = await restingStep(page);
  await page.locator('h1').click();
  await page.keyboard.press('s');
  await expect.poll(() => stepOf(page)).toBe(rested + 1);
  await expect(page.getByRole('region', { name: 'Student' }).locator('.ten li')).toHaveCount(10, {
    timeout: LIVE_MS,
  });
  await checkFace(page);
});

test('curves are read by keys and as a table', async () => {
  const page = shared();
  await page.getByRole('group', { name: /arrow keys read values/ }).press('ArrowLeft');
  await expect(page.locator('.read-out')).toContainText(/step \d+, to teacher [\d.]+/);
  await page.getByRole('button', { name: 'As a table' }).click();
  await expect(page.locator('.series-table tbody tr')).not.toHaveCount(0);
  await page.getByRole('button', { name: 'Hide the table' }).click();
});

test('ended, the student is side B; a checkpoint takes its place', async () => {
  const page = shared();
  await transport(page).getByRole('button', { name: 'End here' }).click();
  await expect(page.locator('.rest')).toHaveText('done', { timeout: LIVE_MS });
  const runs = page.getByRole('navigation', { name: 'Runs' });
  await expect(runs.getByText(/student ¼/).first()).toBeVisible({ timeout: LIVE_MS });
  const grip = page.getByRole('slider', { name: 'Checkpoint' });
  await grip.press('Home');
  await expect(grip).toHaveAttribute('aria-valuetext', /step 50, shown as B/);
  await expect(runs.getByText(/step 50/).first()).toBeVisible({ timeout: LIVE_MS });
  await expect(page.getByRole('button', { name: /Branch from step 50/ })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('a recorded run is replayed and says so', async () => {
  const page = shared();
  await transport(page).getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('button', { name: 'Watch a recorded run' }).click();
  await expect.poll(() => stepOf(page)).toBeGreaterThan(20);
  await transport(page).getByRole('button', { name: 'End here' }).click();
  await expect(page.locator('.five tbody [data-provenance="recorded"]')).not.toHaveCount(0);
  await expect(page.locator('.time-series')).toHaveAttribute('data-provenance', 'recorded');
  await checkFace(page, ['light']);
});

/** The step at which a run rests: reports of the last steps may still be drawn when the page says so. */
async function restingStep(page: Page): Promise<number> {
  let [before, now] = [-1, await stepOf(page)];
  while (now !== before) {
    await page.waitForTimeout(300);
    [before, now] = [now, await stepOf(page)];
  }
  return now;
}
