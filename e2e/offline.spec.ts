/**
 * Kept for use without a network, on the worst of hosts, below a base path and without headers: a newer version waits
 * until it is asked for, and the page comes back and goes live when its host is gone. One page throughout.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DIST, serve } from '../scripts/serve.mjs';
import { violations } from './axe.ts';
import { LIVE_MS, waitUntilLive } from './studio.ts';
import { expect, onePage, sharing as test } from './test.ts';

test.use({ serviceWorkers: 'allow' });

const base = '/nested/decant/';
let folder: string;
let host: Awaited<ReturnType<typeof serve>>;

const shared = onePage(async (page) => {
  folder = await mkdtemp(join(tmpdir(), 'decant-versions-'));
  await cp(DIST, folder, { recursive: true });
  host = await serve({ port: 0, base, folder, headers: false });
  await page.goto(`http://localhost:${host.port}${base}`);
  await kept(page);
});

test.afterAll(async () => {
  host.close();
  await rm(folder, { recursive: true });
});

/** Until all files are kept. */
async function kept(page: Page): Promise<void> {
  await expect(page.locator('html[data-offline="kept"]')).toBeAttached({ timeout: LIVE_MS });
}

/** A version of the page that can be told from the first. */
async function renew(): Promise<void> {
  const [page, worker] = [join(folder, 'index.html'), join(folder, 'service-worker.js')];
  await writeFile(page, (await readFile(page, 'utf8')).replace('<html ', '<html data-version="newer" '));
  const script = await readFile(worker, 'utf8');
  await writeFile(worker, script.replace(/"version":"\w+"/, '"version":"newer"'));
}

test('says once that it is kept', async () => {
  await expect(shared().getByText('Decant is kept in this browser now')).toBeVisible();
  expect(await violations(shared())).toEqual([]);
  await shared().getByRole('button', { name: 'Fine' }).click();
});

test('a newer version is offered when it is complete, and loaded when asked', async () => {
  const page = shared();
  await renew();
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  const load = page.getByRole('button', { name: 'Load it' });
  await expect(load).toBeVisible({ timeout: LIVE_MS });
  await expect(page.locator('html[data-version]')).toHaveCount(0);
  await load.click();
  await expect(page.locator('html[data-version="newer"]')).toBeAttached({ timeout: LIVE_MS });
});

test('without its host the page opens, is isolated, goes live, and has views that were never opened', async () => {
  const page = shared();
  host.close();
  await page.context().setOffline(true);
  await page.reload();
  await waitUntilLive(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expect(page.getByText('There is no network.')).toBeVisible();
  await page.getByRole('tab', { name: 'Histogram' }).click();
  await expect(page.getByRole('img', { name: /Weights of/ })).toBeVisible({ timeout: LIVE_MS });
});
