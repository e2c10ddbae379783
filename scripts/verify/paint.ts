/** What a visit with an empty cache sees until it is live: the largest paint, shifts of the layout, errors. */
import type { Site } from './page.ts';

export interface PaintFigures {
  /** Seconds from navigation. */
  readonly largestPaint: number;
  /** Cumulative layout shift: https://web.dev/articles/cls */
  readonly shift: number;
  /** Errors and warnings of the page, in words. */
  readonly problems: readonly string[];
}

export async function paintFigures({ browser, url }: Site): Promise<PaintFigures> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  try {
    await page.goto(url);
    await page.locator('[data-provenance="live"]').first().waitFor({ timeout: 120_000 });
    return { ...(await page.evaluate(observed)), problems };
  } finally {
    await context.close();
  }
}

// ---------------------------------------------------------------------------------------------------------------------

/** Runs in the page: what its observers have seen so far. */
async function observed(): Promise<{ largestPaint: number; shift: number }> {
  const entriesOf = (type: string) =>
    new Promise<PerformanceEntryList>((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type, buffered: true });
      setTimeout(() => resolve([]), 2000);
    });
  const paints = await entriesOf('largest-contentful-paint');
  const shifts = (await entriesOf('layout-shift')) as (PerformanceEntry & { value: number; hadRecentInput: boolean })[];
  const counted = shifts.filter(({ hadRecentInput }) => !hadRecentInput);
  return {
    largestPaint: Math.max(...paints.map(({ startTime }) => startTime)) / 1000,
    shift: counted.reduce((sum, { value }) => sum + value, 0),
  };
}
