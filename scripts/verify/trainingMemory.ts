/**
 * Whether long training leaves anything behind: ten thousand steps of a run in the built page, with the GPU buffers that
 * the engine holds counted one by one, and the JavaScript memory of page, engine and judge as V8 tells it.
 */
import type { Page, Worker } from 'playwright';
import type { ExecutorName } from '../../src/execution/executor.ts';
import type { RunHandle } from '../../src/studio/api.ts';
import type { Heaps } from './heaps.ts';
import { openHeaps } from './heaps.ts';
import type { Site } from './page.ts';
import type { Verify } from './report.ts';
import { atLeast, atMost } from './report.ts';

/** Before the first look, so that plans, pools and compiled code are there. */
const warmUp = 1000;
const steps = 10_000;
/** Megabytes: the thinned curve, the list of checkpoints, and compiled code that came later. */
const mostGrowth = 1;
export const verifyTrainingMemory =
  ({ url, browser }: Site): Verify =>
  async (add) => {
    const page = await browser.newPage();
    try {
      page.setDefaultTimeout(callTimeoutMs);
      await page.goto(url);
      await page.evaluate(() => window.decant.ready.then(() => undefined));
      const engine = await engineOf(page);
      await engine.evaluate(countBuffers);
      const heaps = await openHeaps(page);
      for (const executor of ['webgpu', 'onnx'] as const) {
        const { before, after, made } = await trainFor(page, engine, heaps, executor);
        add(atLeast(`${executor}: steps between the two looks`, made, steps));
        if (executor === 'webgpu') {
          add(atMost('GPU buffers more than before', after.buffers - before.buffers, 0));
          add(atMost('GPU bytes more than before', after.gpuBytes - before.gpuBytes, 0));
        }
        add(atMost(`${executor}: JavaScript memory more than before`, (after.js - before.js) / 1e6, mostGrowth, 'MB'));
      }
    } finally {
      await page.close();
    }
    return [];
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
  for (const worker of ownWorkers(page))
    if ((await worker.evaluate(() => self.name)) === 'decant-engine') return worker;
  throw new Error('The page has no engine worker.');
}

/** Those that answer: threads of onnxruntime wait for work without hearing anything else. */
const ownWorkers = (page: Page): Worker[] => page.workers().filter((worker) => /\/worker[^/]*\.js$/.test(worker.url()));

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

async function trainFor(page: Page, engine: Worker, heaps: () => Promise<Heaps>, executor: ExecutorName) {
  const run = await page.evaluateHandle(
    async ([name, all]) => {
      const { id: data } = await window.decant.openData('sample:digits', { limit: 1000 });
      const optimizer = { kind: 'adamw', learningRate: 1e-3, schedule: 'constant' };
      const model = { preset: 'mlp', hidden: [32] };
      const step = { kind: 'train', model, steps: all, batch: 32, checkpointEvery: 500, optimizer };
      const seen = { made: 0, error: '' };
      const request = { data, executor: name, recipe: { version: 1, steps: [step] } };
      const handle = window.decant.run(request, {
        onProgress: ({ step: at = 0 }) => void Object.assign(seen, { made: at }),
      });
      handle.catch((error: Error) => {
        seen.error = error.message;
      });
      return { handle, seen };
    },
    [executor, 10 * (warmUp + steps)] as const,
  );
  const until = (least: number) =>
    run.evaluate(async ({ handle, seen }, wanted) => {
      while (seen.made < wanted && !seen.error) await new Promise((later) => setTimeout(later, 50));
      if (seen.error) throw new Error(seen.error);
      await (handle as RunHandle).pause();
      return seen.made;
    }, least);
  const started = await until(warmUp);
  const before = await look(engine, heaps);
  await run.evaluate(({ handle }) => handle.resume());
  const ended = await until(started + steps);
  const after = await look(engine, heaps);
  await run.evaluate(async ({ handle }) => {
    await handle.finish();
    await handle;
    await window.decant.deleteTraining(handle.run);
  });
  return { before, after, made: ended - started };
}

async function look(engine: Worker, heaps: () => Promise<Heaps>): Promise<Look> {
  const { buffers, gpuBytes } = await engine.evaluate(() => {
    const count: () => { buffers: number; gpuBytes: number } = Reflect.get(self, 'decantBuffers');
    return count();
  });
  const js = Object.values(await heaps()).reduce((sum, bytes) => sum + bytes, 0);
  return { buffers, gpuBytes, js };
}
