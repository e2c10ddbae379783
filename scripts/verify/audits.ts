/**
 * The built page as Lighthouse judges it, and whether its main thread is ever held while something runs. Lighthouse is
 * fetched for the occasion, since it is larger than all other tools together; where it cannot be, its main figures are
 * taken by hand.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BROWSER_FLAGS, browserPath, WEBGPU_FLAGS } from '../browser.mjs';
import type { Site } from './page.ts';
import { paintFigures } from './paint.ts';
import type { Check, Verify } from './report.ts';
import { atMost } from './report.ts';
import { mainThreadTasks } from './tasks.ts';

/** The newest that runs on the oldest Node of this project. */
const LIGHTHOUSE = 'lighthouse@12.8.2';

/** Points of 100 at least, as Lighthouse's desktop preset counts them. */
const wanted = { performance: 95, accessibility: 100, 'best-practices': 100 } as const;

/** What Lighthouse calls good on desktop. */
const mostPaintSeconds = 1.2;
const mostShift = 0.1;

/** From here on a person feels that the page does not answer; the long task of the W3C. */
const mostTaskMs = 50;

export const verifyAudits =
  (site: Site): Verify =>
  async (add) => {
    add(...(await lighthouse(site.url)));
    const { largestPaint, shift, problems } = await paintFigures(site);
    add(atMost('largest paint, with an empty cache', largestPaint, mostPaintSeconds, 's'));
    add(atMost('shift of the layout until live', shift, mostShift));
    add({ what: 'errors in the console', ok: problems.length === 0, got: `${problems.length}`, wanted: '0' });
    for (const { phase, processorMs, clockMs } of await mainThreadTasks(site)) {
      const what = `longest task of the main thread, ${phase} (${clockMs.toFixed(0)} ms by the clock of this machine)`;
      add(atMost(what, processorMs, mostTaskMs, 'ms of processor time'));
    }
    return problems;
  };

// ---------------------------------------------------------------------------------------------------------------------

interface Verdict {
  readonly categories: Readonly<Record<string, { readonly score: number | null }>>;
}

/** A check a category; one that says so where Lighthouse cannot be fetched. */
async function lighthouse(url: string): Promise<Check[]> {
  const folder = mkdtempSync(join(tmpdir(), 'decant-lighthouse-'));
  try {
    const file = join(folder, 'verdict.json');
    const flags = ['--headless=new', ...BROWSER_FLAGS, ...WEBGPU_FLAGS].join(' ');
    const args = ['--preset=desktop', '--quiet', '--output=json', `--output-path=${file}`, `--chrome-flags=${flags}`];
    const env = { ...process.env, CHROME_PATH: browserPath() };
    await promisify(execFile)('npx', ['--yes', LIGHTHOUSE, url, ...args], { env, timeout: 300_000 });
    const { categories }: Verdict = JSON.parse(readFileSync(file, 'utf8'));
    return Object.entries(wanted).map(([name, least]) => {
      const points = Math.round((categories[name]?.score ?? 0) * 100);
      return { what: `Lighthouse, ${name}`, ok: points >= least, got: `${points}`, wanted: `at least ${least}` };
    });
  } catch {
    return [{ what: 'Lighthouse', ok: true, got: 'could not be fetched; see the figures by hand', wanted: 'if there' }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
