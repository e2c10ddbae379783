/**
 * `node scripts/screens.mjs`: pictures of every view of the built page (`npm run build` first) at 1440 and 390 px, light
 * and dark, into docs/screens/. They are looked at beside the design; no test compares them.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { BROWSER_FLAGS, browserPath, WEBGPU_FLAGS } from './browser.mjs';
import { serve } from './serve.mjs';

const VIEWS = ['samples', 'histogram', 'layers', 'sensitivity', 'confusion', 'compare', 'distill', 'speed'];
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const PORT = 4519;
const FOLDER = fileURLToPath(new URL('../docs/screens/', import.meta.url));
/** Until what a view measures by itself is there. */
const SETTLE_MS = 4000;
/** A sweep on a software adapter. */
const STUDY_MS = 120_000;
/** What some views do when asked, and what shows that it is done. */
const STUDIES = new Map([
  ['sensitivity', { ask: 'Measure the map', done: '[role=slider][aria-label^="Budget"], input[aria-label^="Budget"]' }],
  ['compare', { ask: 'Sweep 12 recipes', done: '.recommended' }],
  ['distill', { ask: 'Watch a recorded run', done: '.time-series' }],
]);

mkdirSync(FOLDER, { recursive: true });
await serve({ port: PORT });
const browser = await chromium.launch({ executablePath: browserPath(), args: [...BROWSER_FLAGS, ...WEBGPU_FLAGS] });
for (const viewport of SIZES) for (const theme of /** @type {const} */ (['light', 'dark'])) await take(viewport, theme);
process.exit(0);

// ---------------------------------------------------------------------------------------------------------------------

/**
 * @param {{ width: number, height: number }} viewport
 * @param {'light' | 'dark'} theme
 */
async function take(viewport, theme) {
  const page = await browser.newPage({
    viewport,
    colorScheme: theme,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  page.setDefaultTimeout(STUDY_MS);
  await page.goto(`http://localhost:${PORT}/`);
  await page.locator('[data-provenance="live"]').first().waitFor();
  for (const view of VIEWS) {
    await page.evaluate((name) => {
      const params = new URLSearchParams(location.hash.slice(1));
      params.set('view', name);
      location.hash = params.toString();
    }, view);
    await study(page, view);
    await page.waitForTimeout(SETTLE_MS);
    await page.screenshot({
      path: join(FOLDER, `${view}-${viewport.width}-${theme}.png`),
      fullPage: viewport.width < 720,
    });
  }
  await page.close();
}

/**
 * A view is a picture of what it is for only once it has done it.
 *
 * @param {import('playwright').Page} page
 * @param {string} view
 */
async function study(page, view) {
  const asked = STUDIES.get(view);
  if (!asked) return;
  await page.getByRole('button', { name: asked.ask }).click();
  await page.locator(asked.done).first().waitFor({ state: 'attached' });
}
