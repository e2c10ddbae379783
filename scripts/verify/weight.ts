/** What the page loads before its first live figure, and what axe finds on it. */
import { join } from 'node:path';
import { BUDGET_KB, firstLoad, kilobytesOf } from '../firstLoad.mjs';
import { runProgram } from './child.ts';
import type { Site } from './page.ts';
import type { Check, Verify } from './report.ts';
import { atMost, share } from './report.ts';

export const verifyWeight =
  (site: Site): Verify =>
  async (add) => {
    const loaded = await firstLoad(site.browser, site.url);
    const what = `scripts of page and engine fetched before the first live figure, ${loaded.length} files`;
    add(atMost(what, kilobytesOf(loaded, 'ours'), BUDGET_KB, 'kB gzip'));
    const bundle = runProgram([join('scripts', 'bundle.mjs')]);
    add({
      what: 'the build keeps its budget',
      ok: bundle.status === 0,
      got: bundle.stdout.trim(),
      wanted: `at most ${BUDGET_KB} kB`,
    });
    add(axe());
    return bundle.stderr.split('\n').filter(Boolean);
  };

// ---------------------------------------------------------------------------------------------------------------------

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
