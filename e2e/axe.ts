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
  const there = await page.evaluate(() => 'axe' in window);
  const axe = new AxeBuilder({ page, ...(there ? { axeSource: NOTHING } : {}) })
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

/**
 * What can be reached by keys and has no name for those who hear it, whatever its role; axe asks this of some roles only.
 * By the parts of a name that the page uses: labels, words, alternatives of images, titles.
 */
export function unnamed(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const reached = [
      ...document.querySelectorAll<HTMLElement | SVGElement>(
        'a[href], button, input, select, textarea, summary, [tabindex]',
      ),
    ].filter((one) => one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }));
    const wordsOf = (ids: string | null) =>
      (ids ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '');
    const nameOf = (one: HTMLElement | SVGElement): string =>
      [
        one.getAttribute('aria-label'),
        ...wordsOf(one.getAttribute('aria-labelledby')),
        ...('labels' in one ? [...((one as HTMLInputElement).labels ?? [])].map((label) => label.textContent) : []),
        one.textContent,
        one.querySelector('[aria-label], [alt]')?.getAttribute('aria-label'),
        one.getAttribute('title'),
      ]
        .join('')
        .trim();
    return reached.filter((one) => nameOf(one) === '').map((one) => one.outerHTML.slice(0, 120));
  });
}

// ---------------------------------------------------------------------------------------------------------------------

/** In the place of axe's half a megabyte, which would be read twice for each run on a page that has it already. */
const NOTHING = 'void 0';

/** After a change of theme even an instant transition takes a frame, in which text has its new colour and its ground not. */
async function settled(): Promise<void> {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const ending = document.getAnimations().filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime));
  await Promise.allSettled(ending.map(({ finished }) => finished));
}
