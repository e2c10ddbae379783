/** Runs cases in the browser: Decant and its peers, interleaved on one adapter, one fresh page a case. */
import type { Browser, Page } from 'playwright';
import type { BenchOptions } from '../arguments.ts';
import type { BenchCase } from '../cases/case.ts';
import type { KernelTime } from '../contestants/contestant.ts';
import { calm, withBackground } from '../measure/background.ts';
import { quietRounds, quietShare, shareOf } from '../measure/quietRounds.ts';
import { resultOf } from '../measure/result.ts';
import type { Row } from '../measure/table.ts';
import { formatProfile, formatRow } from '../measure/table.ts';
import { openBrowser, openPage } from './browser.ts';
import type { PageEnvironment } from './page.ts';
import { servePage } from './serve.ts';

export interface BrowserRun {
  readonly rows: readonly Row[];
  /** Cases that gave no row, and why. */
  readonly failed: Readonly<Record<string, string>>;
  readonly browser: string;
  readonly page: PageEnvironment;
}

/** A sample takes at least this long. */
const leastMs = 200;

export async function runInBrowser(cases: readonly BenchCase[], options: BenchOptions): Promise<BrowserRun> {
  const served = await servePage();
  const browser = await openBrowser(served.url, options.software);
  try {
    const environment = await describe(browser, served.url);
    console.log(`Chromium ${browser.version()}, ${adapterWords(environment)}\n`);
    const rows: Row[] = [];
    const failed: Record<string, string> = {};
    const budgetMs = (options.patience * 60_000) / cases.length;
    for (const benchCase of cases) {
      try {
        rows.push(await runCase(browser, served.url, benchCase, { ...options, budgetMs }));
      } catch (error) {
        failed[benchCase.name] = error instanceof Error ? error.message : String(error);
        console.error(`${failed[benchCase.name]}\n`);
      }
    }
    return { rows, failed, browser: browser.version(), page: environment };
  } finally {
    await browser.close();
    await served.close();
  }
}

// ---------------------------------------------------------------------------------------------

interface CaseOptions extends BenchOptions {
  /** How long rounds may be repeated. */
  readonly budgetMs: number;
}

async function runCase(browser: Browser, url: string, benchCase: BenchCase, options: CaseOptions): Promise<Row> {
  const { name, goals } = benchCase;
  const page = await openPage(browser, url);
  try {
    const checks = await page.evaluate(([which, contest]) => window.bench.open(which, contest), [
      name,
      { leastMs, peers: options.against === undefined ? 'all' : { only: options.against } },
    ] as const);
    const rounds = await quietRounds((index) => playRound(page, index), {
      wanted: Math.min(options.rounds, benchCase.mostRounds ?? options.rounds),
      budgetMs: options.budgetMs,
      calm: (mostMs) => calm(quietShare, mostMs),
    });
    const times = rounds.map(({ value }) => value);
    const row = {
      result: resultOf(name, times, checks),
      workload: benchCase.workload(),
      goals,
      share: shareOf(rounds),
    };
    console.log(formatRow(row));
    if (options.profile) console.log(formatProfile(await profileOf(page)));
    return row;
  } finally {
    await page.close();
  }
}

function playRound(page: Page, index: number) {
  return withBackground(() => page.evaluate((i) => window.bench.round(i), index));
}

const profileOf = (page: Page): Promise<readonly KernelTime[] | undefined> =>
  page.evaluate(() => window.bench.profile());

async function describe(browser: Browser, url: string): Promise<PageEnvironment> {
  const page = await openPage(browser, url);
  const environment = await page.evaluate(() => window.bench.environment());
  await page.close();
  return environment;
}

const adapterWords = ({ adapter }: PageEnvironment): string =>
  adapter ? `adapter ${adapter.vendor} ${adapter.architecture} ${adapter.description}`.trim() : 'no WebGPU adapter';
