/**
 * A headless Chromium with WebGPU: on the machine's GPU where it offers one, else on the software adapter that is the
 * same everywhere.
 */
import type { Browser, Page } from 'playwright';
import { chromium } from 'playwright';
import { BROWSER_FLAGS, WEBGPU_FLAGS } from '../../scripts/browser.mjs';
import { setUpBrowser } from '../../scripts/setup.mjs';

/** A kernel may run for seconds on a software adapter; the watchdog would take it for a hang. */
const benchFlags = [...BROWSER_FLAGS, '--disable-gpu-watchdog'];
const hardwareFlags = ['--enable-unsafe-webgpu', '--enable-features=Vulkan'];

export async function openBrowser(url: string, software: boolean): Promise<Browser> {
  const executablePath = await setUpBrowser();
  if (!software) {
    const browser = await chromium.launch({ executablePath, args: [...benchFlags, ...hardwareFlags] });
    if (await hasHardware(browser, url)) return browser;
    await browser.close();
  }
  return chromium.launch({ executablePath, args: [...benchFlags, ...WEBGPU_FLAGS] });
}

/** A fresh page: nothing of the case before is left in it. */
export async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !text.includes('powerPreference')) console.error(`  page: ${text.slice(0, 400)}`);
  });
  page.on('crash', () => console.error('  the page crashed'));
  await page.goto(url);
  await page.waitForFunction(() => window.bench !== undefined);
  return page;
}

// ---------------------------------------------------------------------------------------------

const softwareWords = /swiftshader|llvmpipe|lavapipe|warp|basic render/i;

async function hasHardware(browser: Browser, url: string): Promise<boolean> {
  const page = await openPage(browser, url);
  const { adapter } = await page.evaluate(() => window.bench.environment());
  await page.close();
  if (!adapter || adapter.fallback) return false;
  return !softwareWords.test(`${adapter.vendor} ${adapter.architecture} ${adapter.description}`);
}
