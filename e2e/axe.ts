/**
 * What axe finds on the page as it is now, by the rules of WCAG 2.2 AA and its own best practices. Only violations are
 * described, and the page has no frames, so that one run takes well under a second.
 */

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** "rule: selector" for each violation. */
export async function violations(page: Page): Promise<string[]> {
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
