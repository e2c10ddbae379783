/** What the specifications of the engine share: the page opened and ready, files handed over, small models and data. */
import type { Page } from '@playwright/test';
import { createRandom } from '../src/core/random.ts';
import { idxFile } from '../src/testing/dataFiles.ts';
import { hostileFiles, validFiles } from '../src/testing/hostile/hostileFiles.ts';

export { hostileFiles, validFiles };

declare global {
  interface Window {
    /** A file from what crosses into the page: a name and its bytes in base64. */
    fileFrom(file: Handed): File;
  }
}

export interface Handed {
  readonly name: string;
  readonly base64: string;
}

export const hand = (name: string, bytes: Uint8Array): Handed => ({
  name,
  base64: Buffer.from(bytes).toString('base64'),
});

/** Opens the page and waits until the engine has chosen an executor. */
export async function openEngine(page: Page, hash = ''): Promise<void> {
  await page.addInitScript(() => {
    window.fileFrom = ({ name, base64 }) =>
      new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], name);
  });
  await page.goto(`./${hash}`);
  await page.evaluate(() => window.decant.ready.then(() => undefined));
}

/** Seeded images of noise with labels, as idx files: 28x28, ten classes. */
export function noiseImages(samples: number): Handed[] {
  const random = createRandom(7);
  const pixels = Uint8Array.from({ length: samples * 784 }, () => random.integer(256));
  const labels = Uint8Array.from({ length: samples }, (_, i) => i % 10);
  return [
    hand('noise-images.idx3-ubyte', idxFile(8, [samples, 28, 28], pixels)),
    hand('noise-labels.idx1-ubyte', idxFile(8, [samples], labels)),
  ];
}
