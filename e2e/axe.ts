/**
 * What axe finds on the page as it is now, by the rules of WCAG 2.2 AA and its own best practices. Only violations are
 * described, and the page has no frames, so that one run takes well under a second.
 */

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** "rule: selector" for each violation. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(settled);
  const axe = new AxeBuilder({ page })
    .withTags(TAGS)
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] });
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** How many pixels the page is wider than its window: 0 where nothing is cut. */
export function cutOff(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
}

// ---------------------------------------------------------------------------------------------------------------------

/** After a change of theme even an instant transition takes a frame, in which text has its new colour and its ground not. */
async function settled(): Promise<void> {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const ending = document.getAnimations().filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime));
  await Promise.allSettled(ending.map(({ finished }) => finished));
}
