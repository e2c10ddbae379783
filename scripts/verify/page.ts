/** The built page in a real Chromium, driven through `window.decant`: what a script in the console could do. */
import type { Browser, Page } from 'playwright';
import { chromium } from 'playwright';
import type {
  DataSummary,
  Decant,
  MeasureRequest,
  ModelSummary,
  Quality,
  Readiness,
  Size,
} from '../../src/studio/api.ts';
import type { HandedFile } from '../../src/testing/pageFiles.ts';
import { hand, installFileFrom } from '../../src/testing/pageFiles.ts';
import { BROWSER_FLAGS, browserPath, WEBGPU_FLAGS } from '../browser.mjs';
import { serve } from '../serve.mjs';

export interface Site {
  readonly browser: Browser;
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the built page as `npm start` does and starts a browser with WebGPU. */
export async function openSite(): Promise<Site> {
  const server = await serve({ port: 0 });
  const args = [...BROWSER_FLAGS, ...WEBGPU_FLAGS];
  const browser = await chromium.launch({ executablePath: browserPath(), args });
  const close = async () => {
    await browser.close();
    server.close();
  };
  return { browser, url: `http://localhost:${server.port}/`, close };
}

/** One model measured on data: what is compared sample by sample. */
export interface Measured {
  readonly top: readonly number[];
  readonly accuracy: number | undefined;
  readonly size: Size;
  readonly seconds: number;
}

/** `window.decant` of one page, with files and answers as plain data. */
export class Studio {
  readonly page: Page;
  readonly readiness: Readiness;

  private constructor(page: Page, readiness: Readiness) {
    this.page = page;
    this.readiness = readiness;
  }

  /** A fresh page whose engine is ready and whose own comparison has come to rest. */
  static async open({ browser, url }: Site, hash = ''): Promise<Studio> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(callTimeoutMs);
    await page.addInitScript(installFileFrom);
    await page.goto(`${url}${hash}`);
    const readiness = await page.evaluate(() => window.decant.ready);
    await page
      .locator('[data-provenance="live"]')
      .first()
      .waitFor({ timeout: restMs })
      .catch(() => {});
    return new Studio(page, readiness);
  }

  close(): Promise<void> {
    return this.page.close();
  }

  openModel(...files: readonly (readonly [string, Uint8Array])[]): Promise<ModelSummary> {
    return this.page.evaluate(
      (handed: readonly HandedFile[]) => window.decant.openModel(handed.map(window.fileFrom)),
      handAll(files),
    );
  }

  openData(...files: readonly (readonly [string, Uint8Array])[]): Promise<DataSummary> {
    return this.page.evaluate(
      (handed: readonly HandedFile[]) => window.decant.openData(handed.map(window.fileFrom)),
      handAll(files),
    );
  }

  async run(request: Parameters<Decant['run']>[0]): Promise<ModelSummary> {
    return (await this.page.evaluate((asked) => window.decant.run(asked), request)).model;
  }

  /** Quality without speed, every sample's answer. */
  async measure(request: MeasureRequest): Promise<Measured> {
    const measured = await this.page.evaluate(async (asked) => {
      const { quality, size, provenance, executor } = await window.decant.measure({ ...asked, skipSpeed: true });
      return {
        quality: { ...quality, answers: undefined },
        top: quality.answers?.top.join(),
        size,
        provenance,
        executor,
      };
    }, request);
    if (request.executor !== undefined && measured.executor !== request.executor)
      throw new Error(`Measured on ${measured.executor} instead of ${request.executor}.`);
    const quality: Omit<Quality, 'answers'> = measured.quality;
    const top = (measured.top ?? '').split(',').map(Number);
    return { top, accuracy: quality.accuracy?.value, size: measured.size, seconds: measured.provenance.seconds };
  }

  async exportModel(model: string, format: 'onnx-qdq' | 'onnx-nbits' | 'safetensors') {
    const { base64, ...rest } = await this.page.evaluate(
      async ([id, form]) => {
        const { bytes, name, bitsPerWeight, substitutions } = await window.decant.exportModel(id, { format: form });
        let text = '';
        for (const byte of bytes) text += String.fromCharCode(byte);
        return { base64: btoa(text), name, bitsPerWeight, substitutions };
      },
      [model, format] as const,
    );
    return { bytes: new Uint8Array(Buffer.from(base64, 'base64')), ...rest };
  }

  /** Forgets models, so that memory does not grow with each recipe. */
  async forget(...ids: readonly string[]): Promise<void> {
    await this.page.evaluate((all) => Promise.all(all.map((id) => window.decant.close(id))), ids);
  }
}

/** Samples that two measurements answer alike. */
export const agreeing = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, answer, i) => sum + Number(answer === b[i]), 0);

// ---------------------------------------------------------------------------------------------------------------------

/** A measurement of all samples on a software adapter may take minutes. */
const callTimeoutMs = 1_800_000;
const restMs = 60_000;

const handAll = (files: readonly (readonly [string, Uint8Array])[]): HandedFile[] =>
  files.map(([name, bytes]) => hand(name, bytes));
