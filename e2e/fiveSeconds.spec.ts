/** Live without a click, within its time, in every face; each with nothing beside it and nothing kept from before. */

import { FACES } from './faces.ts';
import { figure, LIVE_MS } from './studio.ts';
import { expect, test } from './test.ts';

/** From navigation to live figures on the software adapter. */
const LIVE_WITHIN_MS = 10_000;

for (const { name, colorScheme, size } of FACES) {
  test.describe(name, { tag: '@alone' }, () => {
    test.use({ colorScheme, viewport: size });

    test('is live within ten seconds without a click', async ({ page }) => {
      const began = Date.now();
      await page.goto('./');
      for (const side of ['A', 'B'] as const)
        await expect(figure(page, side, 'Size')).toHaveAttribute('data-provenance', 'live', { timeout: LIVE_MS });
      expect(Date.now() - began).toBeLessThan(LIVE_WITHIN_MS);
      await expect(page.getByText('your GPU')).toHaveCount(0);
    });
  });
}
