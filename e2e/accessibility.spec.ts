/**
 * axe finds nothing, on any view or panel, in every theme and at every width, and nothing is cut; and what axe cannot
 * see: the live region, the size of targets, the whole demo by keyboard alone. One page, changed in place.
 */

import type { Locator, Page } from '@playwright/test';
import { cutOff, unnamed, violations } from './axe.ts';
import { FACES, FIRST_FACE, wear } from './faces.ts';
import { LIVE_MS, openLive, panel, station, waitUntilLive } from './studio.ts';
import { expect, onePage, sharing as test } from './test.ts';

/** Buttons that open a panel, by the view in which they stand, and the panel's name. */
const DOORS = [
  ['Samples', 'Lessons', 'Lessons'],
  ['Samples', 'Display', 'Display'],
  ['Samples', 'Shortcuts', 'Shortcuts'],
  ['Samples', /^Draw/, 'Draw a sample'],
  ['Samples', 'Blind test', 'Blind test'],
  ['Samples', /^Kept in this browser/, 'Kept in this browser'],
  ['Distill', 'Several stages, one after the other', 'Pipeline'],
] as const;

const VIEWS = ['Samples', 'Histogram', 'Layers', 'Sensitivity', 'Confusion', 'Compare', 'Distill', 'Speed'];
const STATIONS = ['Model', 'Data', 'Recipe', 'Measure', 'Export'];
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
/** WCAG 2.5.8 asks for 24; what a finger turns or presses often is as large as a finger. */
const FINGER = 32;

const shared = onePage((page) => openLive(page, '#b=w3.g32.sym.mse'));

/** Each way of seeing that a screen is checked in. */
async function inEveryLight(page: Page, check: (name: string) => Promise<void>): Promise<void> {
  for (const [name, media, size] of [
    ['light', { colorScheme: 'light', contrast: 'no-preference' }, WIDE],
    ['dark', { colorScheme: 'dark', contrast: 'no-preference' }, WIDE],
    ['light, more contrast', { colorScheme: 'light', contrast: 'more' }, WIDE],
    ['dark, narrow', { colorScheme: 'dark', contrast: 'no-preference' }, NARROW],
  ] as const) {
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
    await page.setViewportSize(size);
    await check(name);
  }
  await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference', reducedMotion: 'reduce' });
  await page.setViewportSize(WIDE);
}

test('what was measured is said to those who listen', async () => {
  const said = shared()
    .getByRole('status')
    .filter({ hasText: /B, 3 bits, groups of 32: .*kB/ });
  await expect(said).toHaveCount(1);
});

for (const view of VIEWS) {
  test(`${view} passes axe in every light, and nothing is cut from 360 to 2560 px`, async () => {
    const page = shared();
    await page.getByRole('tab', { name: view }).click();
    await expect(page.locator('.view-loading')).toHaveCount(0);
    if (view === 'Histogram') await expect(page.locator('.curve-line.b').first()).toBeAttached({ timeout: LIVE_MS });
    await inEveryLight(page, async (name) => expect(await violations(page), name).toEqual([]));
    expect(await unnamed(page)).toEqual([]);
    for (const width of [360, 768, 1100, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      await expect.poll(() => cutOff(page), { message: `${width} px` }).toBe(0);
    }
    await page.setViewportSize(WIDE);
  });
}

test('a note, a menu and a receipt pass axe', async () => {
  const page = shared();
  await page.getByRole('tab', { name: 'Samples' }).click();
  await page.getByRole('grid', { name: 'Samples' }).getByRole('button').first().click();
  await expect(page.getByRole('complementary')).toBeVisible();
  await inEveryLight(page, async (name) => expect(await violations(page), `note, ${name}`).toEqual([]));
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /scales of side B/ }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  expect(await violations(page), 'menu').toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('region', { name: 'Side B', exact: true }).locator('.figure-value').first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await violations(page), 'receipt').toEqual([]);
  await page.keyboard.press('Escape');
});

for (const name of STATIONS) {
  test(`the panel ${name} passes axe in every light and gives the focus back`, async () => {
    const page = shared();
    await station(page, name).click();
    await expect(panel(page, name)).toBeVisible();
    if (name === 'Export') await expect(panel(page, name)).toContainText('the file', { timeout: LIVE_MS });
    await inEveryLight(page, async (light) => {
      expect(await violations(page), light).toEqual([]);
      await expect.poll(() => cutOff(page), { message: light }).toBe(0);
    });
    expect(await unnamed(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(station(page, name)).toBeFocused();
  });
}

for (const [view, door, name] of DOORS) {
  test(`the panel ${name} takes the focus, passes axe light and dark and gives the focus back`, async () => {
    const page = shared();
    await page.getByRole('tab', { name: view }).click();
    const button = page.getByRole('button', { name: door, exact: true }).first();
    await button.focus();
    await page.keyboard.press('Enter');
    const sheet = panel(page, name);
    await expect(sheet).toBeVisible();
    await expect(sheet.locator(':focus').or(sheet.and(page.locator(':focus')))).not.toHaveCount(0);
    for (const face of [FIRST_FACE, FACES[1]]) {
      await wear(page, face);
      expect(await violations(page), face.name).toEqual([]);
    }
    await wear(page, FIRST_FACE);
    expect(await unnamed(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
    await expect(button).toBeFocused();
  });
}

test('panels that keys open give the focus back to where it was', async () => {
  const page = shared();
  const tab = page.getByRole('tab', { name: 'Samples' });
  await tab.click();
  for (const [key, name] of [
    ['d', 'Draw a sample'],
    ['?', 'Shortcuts'],
    ['l', 'Lessons'],
    ['Control+k', 'Commands'],
  ] as const) {
    await tab.focus();
    await page.keyboard.press(key);
    await expect(panel(page, name)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(panel(page, name)).toHaveCount(0);
    await expect(tab).toBeFocused();
  }
});

test('on a narrow screen the menu holds the stations, and targets are as large as a finger', async () => {
  const page = shared();
  await page.setViewportSize(NARROW);
  await page.getByRole('button', { name: 'Menu' }).click();
  await expect(panel(page, 'Menu')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const small = await panel(page, 'Menu')
    .getByRole('button')
    .evaluateAll(
      (buttons, least) =>
        buttons.filter((one) => one.getBoundingClientRect().height < least).map((one) => one.textContent),
      FINGER,
    );
  expect(small).toEqual([]);
  await panel(page, 'Menu')
    .getByRole('button', { name: /Export/ })
    .click();
  await expect(panel(page, 'Export')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.setViewportSize(WIDE);
});

test('the whole demo by keyboard alone', async () => {
  const page = shared();
  await page.goto('./');
  await page.reload();
  await waitUntilLive(page);
  const { keyboard } = page;
  await tabTo(page, station(page, 'Model'));
  await keyboard.press('Enter');
  await expect(panel(page, 'Model')).toBeVisible();
  await keyboard.press('Escape');
  await expect(station(page, 'Model')).toBeFocused();

  await tabTo(page, page.getByRole('tab', { name: 'Samples' }));
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Histogram' })).toBeFocused();
  await keyboard.press('ArrowLeft');

  await tabTo(page, page.getByRole('slider', { name: 'Divider between A and B' }));
  await keyboard.press('End');
  await expect(page.getByRole('slider', { name: 'Divider between A and B' })).toHaveAttribute(
    'aria-valuetext',
    'all A',
  );
  await keyboard.press('Home');
  await tabTo(page, page.getByRole('grid', { name: 'Samples' }).getByRole('button').first(), 'Shift+Tab');
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('complementary')).toBeVisible();
  await keyboard.press('Escape');
  await expect(page.getByRole('complementary')).toHaveCount(0);

  const sideB = page.getByRole('region', { name: 'Side B', exact: true });
  await tabTo(page, sideB.getByRole('radio', { name: '4 bits' }));
  await keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/b=w3/);
  await tabTo(page, sideB.getByRole('button', { name: /scales of side B/ }));
  await keyboard.press('ArrowDown');
  await expect(page.getByRole('menu')).toBeVisible();
  await keyboard.type('groups of 64');
  await keyboard.press('Enter');
  await expect(page).toHaveURL(/b=w3\.g64/);
  await expect(sideB.getByRole('button', { name: /scales of side B/ })).toBeFocused();
  await keyboard.press('Control+z');
  await expect(page).toHaveURL(/b=w3\.g32/);
  await expect(station(page, 'Measure')).toContainText('live,', { timeout: LIVE_MS });
  await tabTo(page, sideB.locator('.figure-value').first(), 'Shift+Tab');
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('in all');
  await keyboard.press('Escape');
  await keyboard.press('Control+k');
  await expect(panel(page, 'Commands').getByRole('combobox')).toBeFocused();
  await keyboard.type('export a side');
  await keyboard.press('Enter');
  await expect(panel(page, 'Export')).toContainText('the file', { timeout: LIVE_MS });
  await keyboard.press('Escape');
});

/** Goes on by Tab until `target` has the focus, as a person does who has no mouse. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`The focus does not come to ${target} within 60 presses of ${key}.`);
}
