/** What the specifications of the engine share: the page opened and ready, files handed over, small models and data. */
import type { Page } from '@playwright/test';
import { createRandom } from '../src/core/random.ts';
import { idxFile } from '../src/testing/dataFiles.ts';
import { hostileFiles, validFiles } from '../src/testing/hostile/hostileFiles.ts';
import type { HandedFile } from '../src/testing/pageFiles.ts';
import { hand, installFileFrom } from '../src/testing/pageFiles.ts';

export { hand, hostileFiles, installFileFrom };

/** Images of noise that answers are compared on. */
export const noiseSamples = 300;

/** Opens the page and waits until the engine has chosen an executor. */
export async function openEngine(page: Page, hash = ''): Promise<void> {
  await page.addInitScript(installFileFrom);
  await page.goto(`./${hash}`);
  await page.evaluate(() => window.decant.ready.then(() => undefined));
}

/** Opens a small network and data in the page; their ids. */
export async function openSmall(page: Page): Promise<{ model: string; data: string }> {
  const [network] = (await validFiles()).onnx;
  return page.evaluate(
    async ({ file, images }) => {
      const { id: model } = await window.decant.openModel(window.fileFrom(file));
      const { id: data } = await window.decant.openData(images.map(window.fileFrom));
      return { model, data };
    },
    { file: hand('small.onnx', network), images: noiseImages(noiseSamples) },
  );
}

/** Answers of a model to fresh data, so that nothing that was measured before is given again. */
export const answers = (page: Page, model: string): Promise<number[]> =>
  page.evaluate(
    async ({ model, images }) => {
      const { id: data } = await window.decant.openData(images.map(window.fileFrom));
      const request = { model, data, executor: 'webgpu', skipSpeed: true } as const;
      const { quality } = await window.decant.measure(request);
      return [...(quality.answers?.top ?? [])];
    },
    { model, images: noiseImages(noiseSamples) },
  );

// ---------------------------------------------------------------------------------------------------------------------

/** Seeded images of noise with labels, as idx files: 28x28, ten classes. */
function noiseImages(samples: number): HandedFile[] {
  const random = createRandom(7);
  const pixels = Uint8Array.from({ length: samples * 784 }, () => random.integer(256));
  const labels = Uint8Array.from({ length: samples }, (_, i) => i % 10);
  return [
    hand('noise-images.idx3-ubyte', idxFile(8, [samples, 28, 28], pixels)),
    hand('noise-labels.idx1-ubyte', idxFile(8, [samples], labels)),
  ];
}
