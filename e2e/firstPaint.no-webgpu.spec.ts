/** The first five seconds in a browser without WebGPU: a filled comparison at once, then live on the processor. */

import { FACES } from './faces.ts';
import { figure, LIVE_MS } from './studio.ts';
import { expect, test } from './test.ts';

/** From navigation to a filled comparison. */
const FILLED_MS = 2000;

for (const { name, colorScheme, size } of FACES) {
  test.describe(name, { tag: '@alone' }, () => {
    test.use({ colorScheme, viewport: size });

    test('paints a recorded comparison within two seconds', async ({ page }) => {
      // The first visit pays for the browser's own start; the promise is about the page.
      await page.goto('./');
      await page.goto('about:blank');
      const began = Date.now();
      await page.goto('./', { waitUntil: 'commit' });
      await expect(figure(page, 'B', 'Accuracy')).toHaveAttribute('data-provenance', /recorded|live/);
      await expect(page.getByRole('grid', { name: 'Samples' }).getByRole('button').first()).toBeVisible();
      expect(Date.now() - began).toBeLessThan(FILLED_MS);
    });
  });
}

test('says where and when it was recorded, then runs live on the processor and says why, of no GPU of yours', async ({
  page,
}) => {
  await page.goto('./');
  const size = figure(page, 'A', 'Size');
  if ((await size.getAttribute('data-provenance')) === 'recorded') {
    await size.click();
    const receipt = page.getByRole('dialog', { name: /was measured/ });
    await expect(receipt).toContainText(/recorded on/);
    await expect(receipt).toContainText('bits a weight');
    await page.keyboard.press('Escape');
  }
  await expect(figure(page, 'B', 'Size')).toHaveAttribute('data-provenance', 'live', { timeout: LIVE_MS });
  await expect(page.getByRole('heading', { name: 'This browser does not lend out its GPU.' })).toBeVisible();
  await expect(page.getByText('Live on this CPU')).toBeVisible();
  await expect(page.getByText('your GPU')).toHaveCount(0);
  await page.getByRole('button', { name: 'Carry on' }).click();
  await expect(page.getByRole('heading', { name: 'This browser does not lend out its GPU.' })).toHaveCount(0);
});
