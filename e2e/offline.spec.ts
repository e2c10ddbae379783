/** Kept for use without a network: the page comes back and goes live when its host is gone; a newer version waits. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DIST, serve } from '../scripts/serve.mjs';
import { LIVE_MS, waitUntilLive } from './studio.ts';
import { expect, test } from './test.ts';

test.use({ serviceWorkers: 'allow' });

/** The worst host: below a base path, and without headers. */
const base = '/nested/decant/';

/** Opens the page and waits until all of it is kept. */
async function openKept(page: Page, port: number): Promise<void> {
  await page.goto(`http://localhost:${port}${base}`);
  await expect(page.locator('html[data-offline="kept"]')).toBeAttached({ timeout: LIVE_MS });
}

test('without its host the page opens, is isolated, goes live, and has views that were never opened', async ({
  page,
}) => {
  const host = await serve({ port: 0, base, headers: false });
  await openKept(page, host.port);
  await expect(page.getByText('Decant is kept in this browser now')).toBeVisible();
  await page.getByRole('button', { name: 'Fine' }).click();
  host.close();
  await page.context().setOffline(true);
  await page.reload();
  await waitUntilLive(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expect(page.getByText('There is no network.')).toBeVisible();
  await page.getByRole('tab', { name: 'Histogram' }).click();
  await expect(page.getByRole('img', { name: /Weights of/ })).toBeVisible({ timeout: LIVE_MS });
});

test('a newer version is offered when it is complete, and loaded when asked', async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'decant-versions-'));
  await cp(DIST, folder, { recursive: true });
  const host = await serve({ port: 0, base, folder, headers: false });
  try {
    await openKept(page, host.port);
    await renew(folder);
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    const load = page.getByRole('button', { name: 'Load it' });
    await expect(load).toBeVisible({ timeout: LIVE_MS });
    await expect(page).toHaveTitle('Decant');
    await load.click();
    await expect(page).toHaveTitle('Decant, renewed', { timeout: LIVE_MS });
  } finally {
    host.close();
    await rm(folder, { recursive: true });
  }
});

/** A version of the page that differs by its title. */
async function renew(folder: string): Promise<void> {
  const [page, worker] = [join(folder, 'index.html'), join(folder, 'service-worker.js')];
  const html = await readFile(page, 'utf8');
  await writeFile(page, html.replace('<title>Decant</title>', '<title>Decant, renewed</title>'));
  const script = await readFile(worker, 'utf8');
  await writeFile(worker, script.replace(/"version":"\w+"/, '"version":"renewed"'));
}
