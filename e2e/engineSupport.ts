/** What the specifications of the engine share: the page opened and ready, files handed over, small models and data. */
import type { Page } from '@playwright/test';
import { createRandom } from '../src/core/random.ts';
import { idxFile } from '../src/testing/dataFiles.ts';
import { hostileFiles, validFiles } from '../src/testing/hostile/hostileFiles.ts';
import type { HandedFile } from '../src/testing/pageFiles.ts';
import { hand, installFileFrom } from '../src/testing/pageFiles.ts';

export { hand, hostileFiles, installFileFrom, validFiles };

/** Opens the page and waits until the engine has chosen an executor. */
export async function openEngine(page: Page, hash = ''): Promise<void> {
  await page.addInitScript(installFileFrom);
  await page.goto(`./${hash}`);
  await page.evaluate(() => window.decant.ready.then(() => undefined));
}

/** Seeded images of noise with labels, as idx files: 28x28, ten classes. */
export function noiseImages(samples: number): HandedFile[] {
  const random = createRandom(7);
  const pixels = Uint8Array.from({ length: samples * 784 }, () => random.integer(256));
  const labels = Uint8Array.from({ length: samples }, (_, i) => i % 10);
  return [
    hand('noise-images.idx3-ubyte', idxFile(8, [samples, 28, 28], pixels)),
    hand('noise-labels.idx1-ubyte', idxFile(8, [samples], labels)),
  ];
}
