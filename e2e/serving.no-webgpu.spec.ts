/** The page opens in a browser without WebGPU. */

import { expect, test } from './test.ts';

test('opens without WebGPU', async ({ page }) => {
  await page.goto('./');
  expect(await page.evaluate(() => navigator.gpu)).toBeUndefined();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
