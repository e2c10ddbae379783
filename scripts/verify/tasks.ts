/**
 * How long the page's main thread is held while it measures, while the dial is turned and while recipes are swept. From
 * the browser's own trace, which knows both the clock and the processor time of a task: on a machine that does other
 * things too, only the latter is the page's doing.
 */
import type { Browser, Page } from 'playwright';
import type { Site } from './page.ts';

export interface LongestTask {
  readonly phase: string;
  readonly processorMs: number;
  /** By the clock, of the same task. */
  readonly clockMs: number;
}

/** The longest task of each phase of a visit; what comes before the first paint is no run and not among them. */
export async function mainThreadTasks({ browser, url }: Site): Promise<LongestTask[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  try {
    await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'blink.user_timing'] });
    await page.goto(url);
    await visit(page);
    return longestTasks(await eventsOf(browser));
  } finally {
    await context.close();
  }
}

// ---------------------------------------------------------------------------------------------------------------------

const LIVE_MS = 120_000;
/** Enough of a sweep to see rows arrive and be drawn. */
const sweptRows = 3;

async function visit(page: Page): Promise<void> {
  const begin = (phase: string) => page.evaluate((name) => void performance.mark(name), `phase ${phase}`);
  const live = () => page.locator('[data-station="measure"]').getByText('live,').waitFor({ timeout: LIVE_MS });
  await page.locator('[data-provenance]').first().waitFor();
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
  await begin('while it measures');
  await live();
  await begin('while the dial is turned');
  const dial = page.getByRole('radiogroup', { name: 'Bits per weight, side B' });
  await dial.getByRole('radio', { name: '4 bits' }).focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
  await dial.getByRole('radio', { name: '3 bits' }).and(page.locator(':checked')).waitFor();
  await live();
  await begin('while recipes are swept');
  await page.getByRole('tab', { name: 'Compare' }).click();
  await page.getByRole('button', { name: /^Sweep/ }).click();
  const done = page.getByRole('region', { name: 'Runs of the sweep' }).locator('[data-provenance="live"]');
  await done.nth(sweptRows).waitFor({ timeout: LIVE_MS });
  await begin('end');
}

/** An event of the trace; times in microseconds. https://chromium.googlesource.com/catapult, Trace Event Format */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

async function eventsOf(browser: Browser): Promise<readonly TraceEvent[]> {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  return traceEvents;
}

function longestTasks(events: readonly TraceEvent[]): LongestTask[] {
  const marks = events.filter(({ name }) => name.startsWith('phase ')).toSorted((a, b) => a.ts - b.ts);
  const [first] = marks;
  const tasks = events.filter(
    ({ name, pid, tid, tdur }) =>
      name.includes('RunTask') && pid === first?.pid && tid === first.tid && tdur !== undefined,
  );
  return marks.slice(0, -1).map(({ name, ts }, i) => {
    const until = marks[i + 1]?.ts ?? Number.POSITIVE_INFINITY;
    const own = tasks.filter((task) => task.ts >= ts && task.ts < until);
    const longest = own.reduce((most, task) => ((task.tdur ?? 0) > (most.tdur ?? 0) ? task : most), own[0]);
    return {
      phase: name.slice('phase '.length),
      processorMs: (longest?.tdur ?? 0) / 1000,
      clockMs: (longest?.dur ?? 0) / 1000,
    };
  });
}
