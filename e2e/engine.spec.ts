/**
 * The engine in the built page: it comes back from a lost device and names what is too large. One page goes on
 * working through all of it.
 */
import { answers, installFileFrom, noiseSamples, openSmall } from './engineSupport.ts';
import { figure, openLive, sideOf, waitUntilLive } from './studio.ts';
import { expect, onePage, sharing as test } from './test.ts';

const shared = onePage(async (page) => {
  await page.addInitScript(installFileFrom);
  await openLive(page, '#test=hooks');
});

test('a device that is lost while nothing runs comes back, and the page hears of it', async () => {
  const page = shared();
  const { model } = await openSmall(page);
  const before = await answers(page, model);
  expect(before).toHaveLength(noiseSamples);
  const events = await page.evaluate(async () => {
    const heard: boolean[] = [];
    const back = new Promise<void>((done) => {
      window.decant.subscribe((event) => {
        if (event.kind === 'device-lost') heard.push(event.recovered);
        if (event.kind === 'device-lost' && event.recovered) done();
      });
    });
    await window.decantTest?.loseDevice();
    await back;
    return heard;
  });
  expect(events).toEqual([false, true]);
  expect(await answers(page, model)).toEqual(before);
});

test('a measurement whose device is lost in its middle ends as if nothing had been', async () => {
  const page = shared();
  const { model, data } = await openSmall(page);
  const before = await answers(page, model);
  const after = await page.evaluate(
    async ({ model, data }) => {
      let lost: Promise<void> | undefined;
      const onProgress = () => {
        lost ??= window.decantTest?.loseDevice();
      };
      const request = { model, data, executor: 'webgpu', skipSpeed: true } as const;
      const { quality, executor } = await window.decant.measure(request, { onProgress });
      await lost;
      return { answers: [...(quality.answers?.top ?? [])], executor, lost: lost !== undefined };
    },
    { model, data },
  );
  expect(after).toEqual({ answers: before, executor: 'webgpu', lost: true });
});

test('the comparison on the page returns after a loss, with the same figures', async () => {
  const page = shared();
  await waitUntilLive(page);
  const figures = async () => [
    await figure(page, 'A', 'Accuracy').innerText(),
    await figure(page, 'B', 'Accuracy').innerText(),
  ];
  const before = await figures();
  await page.evaluate(() => window.decantTest?.loseDevice());
  await expect(page.getByText('The GPU is back', { exact: false })).toBeAttached();
  await waitUntilLive(page);
  expect(await figures()).toEqual(before);
  await expect(page.getByText('The GPU let go', { exact: false })).toHaveCount(0);
});

test('a device is lost on purpose only where the page was opened for tests', async ({ page }) => {
  await page.goto('./');
  expect(await page.evaluate(() => [typeof window.decant, typeof window.decantTest])).toEqual(['object', 'undefined']);
});

test('a batch that no device holds is named, and open work stays', async () => {
  const page = shared();
  const { model } = await openSmall(page);
  const before = await answers(page, model);
  for (const batch of [2 ** 20, 2 ** 24, 2 ** 32]) {
    const refusal = await page.evaluate(
      ({ model, batch }) =>
        window.decant.measure({ model, executor: 'webgpu', batch, samples: 1 }).then(
          () => 'measured',
          (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
        ),
      { model, batch },
    );
    expect(refusal, `batch ${batch}`).toMatch(/(?:out-of-memory|too-large): .*\d.*\.$/s);
  }
  expect(await answers(page, model)).toEqual(before);
});

test('where no other GPU is offered after a loss, work goes on in WebAssembly, and the page says why', async () => {
  const page = shared();
  const [engine] = page.workers().filter((worker) => /\/worker-[^/]*$/.test(worker.url()));
  await engine.evaluate(() => {
    const none = { value: async () => null, configurable: true };
    Object.defineProperty(Object.getPrototypeOf(navigator.gpu), 'requestAdapter', none);
  });
  const chosen = await page.evaluate(async () => {
    const ready = new Promise<string>((done) => {
      window.decant.subscribe((event) => {
        if (event.kind === 'ready') done(event.readiness.chosen.executor);
      });
    });
    await window.decantTest?.loseDevice();
    return ready;
  });
  expect(chosen).toBe('onnx');
  await expect(page.getByRole('note').getByText('The GPU was lost and no other is offered')).toBeVisible();
  await page.getByRole('button', { name: 'Carry on' }).click();
  await page.keyboard.press('[');
  await waitUntilLive(page);
  await expect(sideOf(page, 'B')).toContainText('Round weights to 3 bits');
});
