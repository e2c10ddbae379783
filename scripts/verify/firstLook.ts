/** From a fresh clone to live figures: the clone serves, the comparison is there at once and soon live, tests are green. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownEnvironment, runProgram } from './child.ts';
import type { Site } from './page.ts';
import type { Check, Verify } from './report.ts';
import { atMost } from './report.ts';

const mostSecondsToSee = 2;
const mostSecondsToLive = 10;
const mostSecondsOfTests = 600;
/** Visits of browsers that have nothing in their caches; the median counts. */
const visits = 3;

export const verifyFirstLook =
  (site: Site): Verify =>
  async (add) => {
    add(await freshClone());
    const times: { seen: number; live: number }[] = [];
    for (let i = 0; i < visits; i++) times.push(await visit(site));
    add(atMost('comparison on screen after navigation', median(times.map(({ seen }) => seen)), mostSecondsToSee, 's'));
    add(atMost('first live figure, without a click', median(times.map(({ live }) => live)), mostSecondsToLive, 's'));
    add(...wholeTests());
    return [];
  };

// ---------------------------------------------------------------------------------------------------------------------

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Clones the last commit into an empty folder and starts it as a visitor of the repository would. */
async function freshClone(): Promise<Check> {
  const folder = mkdtempSync(join(tmpdir(), 'decant-clone-'));
  const start = performance.now();
  try {
    const { status } = spawnSync('git', ['clone', '--quiet', '--depth=1', `file://${process.cwd()}`, folder]);
    if (status !== 0) throw new Error('git clone failed');
    const answered = await startClone(folder);
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    return { what: 'a fresh clone serves by npm start', ok: answered, got: `after ${seconds} s`, wanted: 'a page' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether `npm start` says an address and serves a page there. */
async function startClone(folder: string): Promise<boolean> {
  const { DECANT_DIST: _own, ...env } = ownEnvironment();
  const child = spawn(process.execPath, [join('scripts', 'start.mjs')], { cwd: folder, env: { ...env, PORT: '0' } });
  try {
    const address = await new Promise<string>((done, fail) => {
      let text = '';
      child.stdout.on('data', (part: Buffer) => {
        text += part.toString();
        const found = /http:\/\/localhost:\d+\//.exec(text);
        if (found) done(found[0]);
      });
      child.on('close', () => fail(new Error(`npm start ended: ${text.slice(-300)}`)));
    });
    const response = await fetch(address);
    return response.ok && (await response.text()).includes('id="root"');
  } finally {
    child.kill();
  }
}

/** Seconds from navigation until both sides stand on the screen, and until a figure is live. */
async function visit({ browser, url }: Site): Promise<{ seen: number; live: number }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  try {
    await page.goto(url, { waitUntil: 'commit' });
    const now = async () => (await page.evaluate(() => performance.now())) / 1000;
    for (const side of ['A', 'B']) await page.getByRole('region', { name: `Side ${side}`, exact: true }).waitFor();
    await page.locator('[data-provenance]').first().waitFor();
    const seen = await now();
    await page.locator('[data-provenance="live"]').first().waitFor({ timeout: 120_000 });
    return { seen, live: await now() };
  } finally {
    await context.close();
  }
}

/** `npm test`, its last line and its time. */
function wholeTests(): Check[] {
  const start = performance.now();
  const { stdout, status } = runProgram([join('scripts', 'test.mjs')]);
  const seconds = (performance.now() - start) / 1000;
  const last = stdout.trim().split('\n').at(-1) ?? '';
  return [
    { what: 'npm test', ok: status === 0, got: last, wanted: '0 failed' },
    atMost('npm test takes', seconds, mostSecondsOfTests, 's'),
  ];
}
