/** The browser tests mean something only with a WebGPU adapter and an isolated page: absence is red, never skipped. */

import { expect, test } from 'vitest';

test('a WebGPU adapter is there', async () => {
  const adapter = await navigator.gpu?.requestAdapter();
  expect(adapter, 'navigator.gpu.requestAdapter() gave no adapter').toBeTruthy();
});

test('the page is cross-origin isolated, so WASM threads are tested', () => {
  expect(crossOriginIsolated).toBe(true);
});
