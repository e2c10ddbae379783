/** What the page loads before its first live figure, and what axe finds on it. */
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runProgram } from './child.ts';
import type { Site } from './page.ts';
import type { Check, Findings, Verify } from './report.ts';
import { atMost, share } from './report.ts';

/** Kilobytes of 1,000 bytes, gzip, without onnxruntime-web and fonts. */
const mostKilobytes = 230;

export const verifyWeight =
  (site: Site): Verify =>
  async (say): Promise<Findings> => {
    const checks: Check[] = [];
    const add = (check: Check) => {
      say(check);
      checks.push(check);
    };
    const loaded = await loadedBeforeLive(site);
    const kilobytes = loaded.reduce((sum, { gzip }) => sum + gzip, 0) / 1000;
    add(
      atMost(
        `scripts and styles loaded before the first live figure, ${loaded.length} files`,
        kilobytes,
        mostKilobytes,
        'kB gzip',
      ),
    );
    const bundle = runProgram([join('scripts', 'bundle.mjs')]);
    add({
      what: 'the build keeps its budget',
      ok: bundle.status === 0,
      got: bundle.stdout.trim(),
      wanted: `at most ${mostKilobytes} kB`,
    });
    add(axe());
    return { checks, failures: bundle.stderr.split('\n').filter(Boolean) };
  };

// ---------------------------------------------------------------------------------------------------------------------

interface Loaded {
  readonly name: string;
  readonly gzip: number;
}

/** Every script and style that page and engine asked for; the judge is onnxruntime's worker and counts with it. */
async function loadedBeforeLive({ browser, url }: Site): Promise<Loaded[]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const bodies: Promise<Loaded | undefined>[] = [];
  context.on('response', (response) => {
    const name = basename(new URL(response.url()).pathname) || 'index.html';
    const counts = /\.(?:js|css|html)$/.test(name) && !/^(?:ort|judge)/.test(name);
    if (counts)
      bodies.push(
        response.body().then(
          (body) => ({ name, gzip: gzipSync(body).length }),
          () => undefined,
        ),
      );
  });
  try {
    await page.goto(url);
    await page.locator('[data-provenance="live"]').first().waitFor({ timeout: 120_000 });
    const found = (await Promise.all(bodies)).filter((one) => one !== undefined);
    return [...new Map(found.map((one) => [one.name, one])).values()];
  } finally {
    await context.close();
  }
}

/** The specifications of accessibility, each view and panel in both themes. */
function axe(): Check {
  const program = join('node_modules', '@playwright', 'test', 'cli.js');
  const args = [program, 'test', 'e2e/accessibility.spec.ts', '--reporter=json', '--output', 'test-results/verify'];
  const { stdout } = runProgram(args);
  const { stats } = JSON.parse(stdout.slice(stdout.indexOf('{')));
  return share(
    'specifications in which axe finds nothing',
    stats.expected,
    stats.expected + stats.unexpected + stats.flaky,
    1,
  );
}
