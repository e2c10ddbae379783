/**
 * Draws the icons of an installed Decant from `public/icon.svg`, in the browser of the tests: `node scripts/icons.mjs`.
 * What it writes is committed; run it again when the drawing changes.
 */

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { BROWSER_FLAGS } from './browser.mjs';
import { setUpBrowser } from './setup.mjs';

const PUBLIC = fileURLToPath(new URL('../public', import.meta.url));
const PAPER = '#fbfcfc';

/** Launchers cut a maskable icon to a circle of 80 %: the drawing takes 62 %. */
const icons = [
  { name: 'apple-touch-icon.png', size: 180, share: 0.8 },
  { name: '192.png', size: 192, share: 1 },
  { name: '512.png', size: 512, share: 1 },
  { name: 'maskable-512.png', size: 512, share: 0.62 },
];

const browser = await chromium.launch({ executablePath: await setUpBrowser(), args: BROWSER_FLAGS });
const svg = readFileSync(join(PUBLIC, 'icon.svg'), 'utf8');
mkdirSync(join(PUBLIC, 'icons'), { recursive: true });
for (const { name, size, share } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const drawing = svg.replace('<svg ', `<svg width="${size * share}" height="${size * share}" `);
  const background = share < 1 ? PAPER : 'transparent';
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${background}">${drawing}</body>`,
  );
  await page.screenshot({ path: join(PUBLIC, 'icons', name), omitBackground: true });
  await page.close();
}
await browser.close();
