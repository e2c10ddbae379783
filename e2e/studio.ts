/** What several specifications do with the page: wait until it is live, read a figure, drop a file. */

import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { isNarrow } from './faces.ts';
import { expect } from './test.ts';

/** Until both sides have been measured here; generous, since a shared machine measures the software adapter slowly. */
export const LIVE_MS = 120_000;

/** Opens the page and waits until both sides are live. */
export async function openLive(page: Page, hash = ''): Promise<void> {
  await page.goto(`./${hash}`);
  await waitUntilLive(page);
}

/** Until the Measure station says "live": all samples on both sides, in whatever view. */
export async function waitUntilLive(page: Page): Promise<void> {
  await expect(station(page, 'Measure')).toContainText('live,', { timeout: LIVE_MS });
}

/** One of the two recipes with its figures. */
export function sideOf(page: Page, side: 'A' | 'B'): Locator {
  return page.getByRole('region', { name: `Side ${side}`, exact: true });
}

/** The button that is a figure of a side: "Size", "Accuracy", "Time per sample". */
export function figure(page: Page, side: 'A' | 'B', label: string): Locator {
  return sideOf(page, side)
    .locator('.figure', { has: page.getByText(label, { exact: true }) })
    .locator('button.figure-value');
}

/** The number in a figure, in its own unit. */
export async function numberIn(figureButton: Locator): Promise<number> {
  return Number.parseFloat((await figureButton.innerText()).replace(',', ''));
}

/** Drops a file on the page, as a hand does. */
export async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ base64, fileName }) => {
      const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([content], fileName));
      return data;
    },
    { base64: Buffer.from(bytes).toString('base64'), fileName: name },
  );
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer: transfer });
}

/** The built-in network as a file. */
export function sampleNetwork(): Promise<Uint8Array> {
  return readFile('public/samples/digits-cnn.onnx');
}

/** The panel that is open. */
export function panel(page: Page, name: string): Locator {
  return page.getByRole('dialog', { name, exact: true });
}

/** A station of the rail: "Model", "Data", "Recipe", "Measure", "Export". */
export function station(page: Page, name: string): Locator {
  return page.locator(`[data-station="${name.toLowerCase()}"]`);
}

/** Opens the panel of a station: from the rail, or on a narrow page from the menu. */
export async function openStation(page: Page, name: string): Promise<Locator> {
  if (isNarrow(page)) await (await openMenu(page)).getByRole('button', { name: new RegExp(`^${name}`) }).click();
  else await station(page, name).click();
  await expect(panel(page, name)).toBeVisible();
  return panel(page, name);
}

/** Presses a tool of the rail: "Undo", "Copy link"; on a narrow page they stand in the menu, which is shut afterwards. */
export async function tool(page: Page, name: string): Promise<void> {
  if (!isNarrow(page)) return page.getByRole('button', { name, exact: true }).click();
  const menu = await openMenu(page);
  await menu.getByRole('button', { name, exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
}

/** Opens the menu of a narrow page. */
export async function openMenu(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Menu' }).click();
  await expect(panel(page, 'Menu')).toBeVisible();
  return panel(page, 'Menu');
}
