/** The built page in Chromium without WebGPU, where it computes with WebAssembly, driven through `window.decant`. */
import { chromium } from 'playwright';
import { BROWSER_FLAGS, browserPath } from '../../scripts/browser.mjs';
import { serve } from '../../scripts/serve.mjs';
import { Studio } from '../../scripts/verify/page.ts';
import type { Quality, RunRequest, Size } from '../../src/studio/api.ts';
import { thinned } from './figures.ts';

/** What a recipe made in the page. */
export interface PageModel {
  readonly id: string;
  readonly seconds: number;
  readonly msPerStep?: number;
  /** Total loss, means of stretches of equal length. */
  readonly losses: readonly number[];
}

/** A model on the test images. */
export interface PageMeasurement {
  readonly accuracy: NonNullable<Quality['accuracy']>;
  readonly flips?: { readonly broke: number; readonly mended: number };
  readonly size: Size;
  /** Where it was measured: executor, device, browser. */
  readonly where: string;
}

export interface Site {
  readonly studio: Studio;
  close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  const server = await serve({ port: 0 });
  const browser = await chromium.launch({ executablePath: browserPath(), args: BROWSER_FLAGS });
  const close = async () => {
    await browser.close();
    server.close();
  };
  const studio = await Studio.open({ browser, url: `http://localhost:${server.port}/`, close });
  return { studio, close };
}

/** Runs a recipe and waits; nothing is held out of the data that it learns from. */
export async function run({ page }: Studio, request: RunRequest): Promise<PageModel> {
  const made = await page.evaluate(async (asked) => {
    const start = performance.now();
    const going = { msPerStep: 0, values: [] as number[] };
    const { model } = await window.decant.run(
      { ...asked, executor: 'onnx', heldOut: 0 },
      {
        onProgress: ({ msPerStep, curve }) => {
          going.msPerStep = msPerStep ?? going.msPerStep;
          going.values.push(...(curve?.values.total ?? []));
        },
      },
    );
    return { id: model.id, seconds: Math.round((performance.now() - start) / 1000), ...going };
  }, request);
  const { id, seconds, msPerStep, values } = made;
  return { id, seconds, losses: thinned(values), ...(msPerStep > 0 ? { msPerStep } : {}) };
}

/** On all of the data, without a measurement of speed; flips are beside the baseline. */
export function measure({ page }: Studio, model: string, data: string, baseline?: string): Promise<PageMeasurement> {
  return page.evaluate(
    async (asked) => {
      const { quality, size, provenance } = await window.decant.measure({
        ...asked,
        executor: 'onnx',
        skipSpeed: true,
      });
      const { accuracy, flips } = quality;
      if (!accuracy) throw new Error(`${asked.model} has no accuracy.`);
      return {
        accuracy,
        size,
        where: `${provenance.executor} on ${provenance.device}, ${provenance.browser}`,
        ...(flips ? { flips: { broke: flips.broke.length, mended: flips.mended.length } } : {}),
      };
    },
    { model, data, ...(baseline === undefined ? {} : { baseline }) },
  );
}
