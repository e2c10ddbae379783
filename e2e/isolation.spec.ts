/** A host that sends no headers: the service worker isolates the page, so that WASM gets its threads. */
import { expect, test } from './test.ts';

test.use({ serviceWorkers: 'allow' });

test('a host without headers is isolated by the service worker', async ({ page }) => {
  await page.goto(process.env.BARE_URL ?? '');
  await expect.poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false), { timeout: 15_000 }).toBe(true);
});
