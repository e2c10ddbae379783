/** What several specifications do with the page: wait until it is live, read a figure, drop a file. */

import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expect } from './test.ts';

/** Until both sides have been measured here; generous, since a shared machine measures the software adapter slowly. */
export const LIVE_MS = 60_000;

/** Opens the page and waits until both sides are live. */
export async function openLive(page: Page, hash = ''): Promise<void> {
  await page.goto(`./${hash}`);
  await waitUntilLive(page);
}

/** Until the Measure station says "live": all samples on both sides, in whatever view. */
export async function waitUntilLive(page: Page): Promise<void> {
  await expect(station(page, 'Measure')).toContainText('live,', { timeout: LIVE_MS });
}

/** The button that is a figure of a side: "Size", "Accuracy", "Time per sample". */
export function figure(page: Page, side: 'A' | 'B', label: string): Locator {
  const host = page.getByRole('region', { name: `Side ${side}`, exact: true });
  return host.locator('.figure', { has: page.getByText(label, { exact: true }) }).locator('button.figure-value');
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

/** Opens the panel of a station in the rail. */
export async function openStation(page: Page, name: string): Promise<Locator> {
  await station(page, name).click();
  await expect(panel(page, name)).toBeVisible();
  return panel(page, name);
}
