/** The built page loads as it is served: with headers at the root, and without headers below a base path. */

import { expect, test } from './test.ts';

test('is isolated and carries its policy as header and meta tag', async ({ page }) => {
  const response = await page.goto('./');
  const policy = response?.headers()['content-security-policy'];
  expect(policy).toContain("default-src 'self'");
  expect(await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')).toBe(policy);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('works under any base path, on a host without headers', async ({ page }) => {
  await page.goto(process.env.BARE_URL ?? '');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('does not serve what lies outside the built page', async ({ request }) => {
  for (const path of ['__data__/', 'assets/', '..%2fpackage.json']) {
    expect((await request.get(path)).status(), path).toBe(404);
  }
});

test('finds a WebGPU adapter', async ({ page }) => {
  await page.goto('./');
  expect(await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) !== null)).toBe(true);
});
