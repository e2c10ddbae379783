/**
 * Whether long training leaves anything behind: ten thousand steps of a run in the built page, with the GPU buffers that
 * the engine holds counted one by one, and the JavaScript memory of the page and its workers as the browser measures it.
 */
import type { Page, Worker } from 'playwright';
import { chromium } from 'playwright';
import type { ExecutorName } from '../../src/execution/executor.ts';
import type { RunHandle } from '../../src/studio/api.ts';
import { BROWSER_FLAGS, browserPath, WEBGPU_FLAGS } from '../browser.mjs';
import type { Site } from './page.ts';
import type { Check, Findings, Verify } from './report.ts';
import { atLeast, atMost } from './report.ts';

/** Before the first look, so that plans, pools and compiled code are there. */
const warmUp = 1000;
const steps = 10_000;
/** Megabytes: the thinned curve, the list of checkpoints, and what the browser's own measurement wavers by. */
const mostGrowth = 1;
/** Lets the page be asked for its memory at once instead of at its next collection of garbage. */
const memoryFlags = ['--js-flags=--expose-gc', '--enable-blink-features=ForceEagerMeasureMemory'];

export const verifyTrainingMemory =
  ({ url }: Pick<Site, 'url'>): Verify =>
  async (say): Promise<Findings> => {
    const checks: Check[] = [];
    const add = (check: Check) => {
      say(check);
      checks.push(check);
    };
    const args = [...BROWSER_FLAGS, ...WEBGPU_FLAGS, ...memoryFlags];
    const browser = await chromium.launch({ executablePath: browserPath(), args });
    try {
      const page = await browser.newPage();
      page.setDefaultTimeout(callTimeoutMs);
      await page.goto(url);
      await page.evaluate(() => window.decant.ready.then(() => undefined));
      const engine = await engineOf(page);
      await engine.evaluate(countBuffers);
      for (const executor of ['webgpu', 'onnx'] as const) {
        const { before, after, made } = await trainFor(page, engine, executor);
        add(atLeast(`${executor}: steps between the two looks`, made, steps));
        if (executor === 'webgpu') {
          add(atMost('GPU buffers more than before', after.buffers - before.buffers, 0));
          add(atMost('GPU bytes more than before', after.gpuBytes - before.gpuBytes, 0));
        }
        add(atMost(`${executor}: JavaScript memory more than before`, (after.js - before.js) / 1e6, mostGrowth, 'MB'));
      }
    } finally {
      await browser.close();
    }
    return { checks };
  };

// ---------------------------------------------------------------------------------------------------------------------

const callTimeoutMs = 1_800_000;

interface Look {
  readonly buffers: number;
  readonly gpuBytes: number;
  /** Bytes, of the page and all its workers. */
  readonly js: number;
}

/** The engine and its judge run one script and differ by their names. */
async function engineOf(page: Page): Promise<Worker> {
  for (const worker of page.workers()) if ((await worker.evaluate(() => self.name)) === 'decant-engine') return worker;
  throw new Error('The page has no engine worker.');
}

/** In the engine: keeps the number and the bytes of buffers that were made and not destroyed. */
function countBuffers(): void {
  const live = new Map<GPUBuffer, number>();
  const { createBuffer } = GPUDevice.prototype;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    live.set(buffer, descriptor.size);
    const { destroy } = buffer;
    buffer.destroy = () => {
      live.delete(buffer);
      return destroy.call(buffer);
    };
    return buffer;
  };
  Reflect.set(self, 'decantBuffers', () => ({
    buffers: live.size,
    gpuBytes: [...live.values()].reduce((sum, bytes) => sum + bytes, 0),
  }));
}

async function trainFor(page: Page, engine: Worker, executor: ExecutorName) {
  const run = await page.evaluateHandle(
    async ([name, all]) => {
      const { id: data } = await window.decant.openData('sample:digits', { limit: 1000 });
      const optimizer = { kind: 'adamw', learningRate: 1e-3, schedule: 'constant' };
      const model = { preset: 'mlp', hidden: [32] };
      const step = { kind: 'train', model, steps: all, batch: 32, checkpointEvery: 500, optimizer };
      const seen = { made: 0 };
      const request = { data, executor: name, recipe: { version: 1, steps: [step] } };
      const handle = window.decant.run(request, {
        onProgress: ({ step: at = 0 }) => void Object.assign(seen, { made: at }),
      });
      handle.catch(() => {});
      return { handle, seen };
    },
    [executor, 10 * (warmUp + steps)] as const,
  );
  const until = (least: number) =>
    run.evaluate(async ({ handle, seen }, wanted) => {
      while (seen.made < wanted) await new Promise((later) => setTimeout(later, 50));
      await (handle as RunHandle).pause();
      return seen.made;
    }, least);
  const started = await until(warmUp);
  const before = await look(page, engine);
  await run.evaluate(({ handle }) => handle.resume());
  const ended = await until(started + steps);
  const after = await look(page, engine);
  await run.evaluate(async ({ handle }) => {
    await handle.finish();
    await handle;
    await window.decant.deleteTraining(handle.run);
  });
  return { before, after, made: ended - started };
}

async function look(page: Page, engine: Worker): Promise<Look> {
  for (const worker of page.workers()) await worker.evaluate(collectGarbage);
  await page.evaluate(collectGarbage);
  const { buffers, gpuBytes } = await engine.evaluate(() => {
    const count: () => { buffers: number; gpuBytes: number } = Reflect.get(self, 'decantBuffers');
    return count();
  });
  const js = await page.evaluate(async () => {
    const measure: () => Promise<{ bytes: number }> = Reflect.get(performance, 'measureUserAgentSpecificMemory');
    return (await measure.call(performance)).bytes;
  });
  return { buffers, gpuBytes, js };
}

function collectGarbage(): void {
  const collect: unknown = Reflect.get(globalThis, 'gc');
  if (typeof collect === 'function') for (let i = 0; i < 3; i++) collect();
}
