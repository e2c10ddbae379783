/**
 * Studies of many measurements: the map of layers by widths, a budget spent from it, a sweep of recipes, and healing.
 * Map and sweep are measured once; what is done with them is done in every face.
 */

import type { Page } from '@playwright/test';
import { cutOff, violations } from './axe.ts';
import type { Face } from './faces.ts';
import { FACES, FIRST_FACE, wear } from './faces.ts';
import { LIVE_MS, openLive, sideOf, waitUntilLive } from './studio.ts';
import { expect, onePage, sharing as test } from './test.ts';

/** A map or a sweep is dozens of measurements on the software adapter. */
const STUDY_MS = 150_000;
const shared = onePage((page) => openLive(page, '#view=sensitivity'));

/** Axe finds nothing, and nothing is cut. */
async function expectFace(page: Page, { name }: Face): Promise<void> {
  expect(await violations(page), name).toEqual([]);
  expect(await cutOff(page), name).toBe(0);
}

/** Bits painted onto layers within the budget, measured in B; then the solver's as ghosts, and both in the link. */
async function paintAgainstSolver(page: Page): Promise<void> {
  const painter = page.getByRole('region', { name: 'Paint it yourself' });
  const track = painter.getByRole('slider').nth(1);
  await track.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(track).toHaveAttribute('aria-valuetext', /^4 bits/);
  await expect(painter).toContainText(/B (reads|answers) .* with this/, { timeout: LIVE_MS });
  await painter.getByRole('button', { name: 'Show what the solver does' }).click();
  await expect(painter).toContainText(/Score \d+/, { timeout: STUDY_MS });
  await expect(track).toHaveAttribute('aria-valuetext', /the solver gives \d/);
  await expect(page).toHaveURL(/paint=\d+\.\d+/);
}

test('a map is measured and walked by keys', async () => {
  const page = shared();
  await page.getByRole('button', { name: 'Measure the map' }).click();
  await expect(page.getByText(/measuring the map/).first()).toBeVisible();
  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /\d/);
  await expect(page.locator('.progress-row').getByRole('status')).toContainText(/, (0|25|50|75) %$/);
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
});

for (const face of FACES) {
  test(`a budget is spent from the map, predicted, then measured: ${face.name}`, async () => {
    const page = shared();
    await wear(page, face);
    const slider = page.getByRole('slider', { name: 'Budget for the whole model' });
    await slider.focus();
    const before = await slider.getAttribute('aria-valuenow');
    await page.keyboard.press('PageUp');
    await expect(slider).not.toHaveAttribute('aria-valuenow', before ?? '');
    const budget = page.getByRole('region', { name: 'What a budget buys' });
    await expect(budget.locator('[data-provenance="estimate"]')).toHaveText(/\d/);
    await budget.getByRole('button', { name: 'Set B to this and measure' }).click();
    await expect(budget.getByRole('button', { name: /How measured|live/ })).toHaveText(/\d/, { timeout: STUDY_MS });
    await waitUntilLive(page);
    await expectFace(page, face);
  });
}

test('a map of all but one is asked for apart, and what was measured stays', async () => {
  const page = shared();
  await wear(page, FIRST_FACE);
  await paintAgainstSolver(page);
  await page.getByRole('radio', { name: 'all but one' }).check();
  await expect(page.getByRole('button', { name: 'Measure the map' })).toBeEnabled({ timeout: LIVE_MS });
  await page.getByRole('radio', { name: 'each alone' }).check();
  await expect(page.getByRole('grid', { name: 'Sensitivity' }).locator('[data-step="none"]')).toHaveCount(0);
});

test('a sweep can be stopped and keeps what it has', async () => {
  const page = shared();
  await page.getByRole('tab', { name: 'Compare' }).click();
  await page.getByRole('button', { name: 'Sweep 12 recipes' }).click();
  const runs = page.getByRole('region', { name: 'Runs of the sweep' });
  await expect(runs.getByText('being measured')).toBeVisible({ timeout: STUDY_MS });
  await page.locator('.progress-row').getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped. What was measured stays')).toBeVisible();
  await expect(runs.getByRole('row')).not.toHaveCount(1);
});

test('a sweep fills its table and recommends', async () => {
  const page = shared();
  await page.getByRole('button', { name: 'Sweep again' }).click();
  await expect(page.getByText(/to go/).first()).toBeVisible();
  const runs = page.getByRole('region', { name: 'Runs of the sweep' });
  await expect(runs.getByText('being measured')).toBeVisible({ timeout: STUDY_MS });
  const recommended = page.getByText(/is the smallest of|No recipe is certain/);
  await expect(page.locator('.recommended').filter({ has: recommended })).toBeVisible({ timeout: STUDY_MS });
  await expect(runs.getByRole('row')).toHaveCount(13);
});

for (const [i, face] of FACES.entries()) {
  test(`a run of the sweep is loaded from the plot: ${face.name}`, async () => {
    const page = shared();
    await wear(page, face);
    const bits = [8, 6, 5, 4][i];
    const mark = page
      .getByRole('group', { name: /against size/ })
      .getByRole('button', { name: new RegExp(`^int${bits}`) })
      .first();
    await mark.focus();
    await page.keyboard.press('Enter');
    await expect(mark).toHaveAccessibleName(/shown as B/);
    await expect(page).toHaveURL(new RegExp(`b=w${bits}`));
    await waitUntilLive(page);
    await expectFace(page, face);
  });
}

test('four runs are pinned beside each other', async () => {
  const page = shared();
  await wear(page, FIRST_FACE);
  const runs = page.getByRole('region', { name: 'Runs of the sweep' });
  for (const name of ['Pin fp16', 'Pin int8', 'Pin int6 g32', 'Pin int5 g32'])
    await runs.getByRole('checkbox', { name, exact: true }).check();
  await expect(runs.getByRole('checkbox', { name: 'Pin int4 g32', exact: true })).toBeDisabled();
  const pinned = page.getByRole('region', { name: 'Pinned runs' });
  const all = await pinned.getByRole('row').count();
  await page.getByRole('checkbox', { name: 'differences only' }).check();
  expect(await pinned.getByRole('row').count()).toBeLessThan(all);
  expect(await violations(page)).toEqual([]);
});

test('the note on a flip says which layer mends it', async () => {
  const page = shared();
  await page.goto('./#b=w2.g32.sym.mse&view=samples');
  await expect(sideOf(page, 'B').getByRole('radio', { name: '2 bits' })).toBeChecked();
  await waitUntilLive(page);
  await page
    .getByRole('grid', { name: 'Samples' })
    .getByRole('button', { name: /They disagree/ })
    .first()
    .click();
  const note = page.getByRole('complementary');
  await note.getByRole('button', { name: 'Which layer mends it?' }).click();
  const verdict = note.getByText(/mends it: restored to floats|No single layer mends it/);
  await expect(verdict).toBeVisible({ timeout: LIVE_MS });
  await note.getByRole('button', { name: 'Where does it stray?' }).click();
  const falls = note.getByRole('region', { name: 'Error of each layer on this sample' });
  await expect(falls.getByRole('row').last()).toContainText(/\d %/, { timeout: LIVE_MS });
  await note.getByRole('button', { name: 'Take it apart' }).click();
  const autopsy = page.getByRole('region', { name: /layer by layer/ });
  await expect(autopsy.getByRole('img')).toHaveCount(3, { timeout: LIVE_MS });
  await expect(autopsy.getByRole('heading', { level: 2 })).toBeFocused();
  const layers = autopsy.getByRole('slider', { name: 'Layer that is looked at' });
  const [first, last] = await Promise.all([layers.getAttribute('min'), layers.getAttribute('max')]);
  await layers.press('Home');
  await expect(layers).toHaveValue(first ?? '');
  await expect(autopsy.getByText(/^12 × 28 × 28 values/)).toBeVisible();
  await layers.press('End');
  await expect(layers).toHaveValue(last ?? '');
  await expect(autopsy.getByRole('img', { name: /^logits_1: from/ })).toHaveCount(2);
  await expect(page).toHaveURL(/sample=\d+.*autopsy=open/);
  expect(await violations(page)).toEqual([]);
  const heal = note.getByRole('button', { name: /^Heal .* in B$/ });
  if ((await heal.count()) === 0) return;
  await heal.click();
  await expect(page).toHaveURL(/bx=/);
});
