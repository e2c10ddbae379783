/**
 * What a person does, in the built page: `e2e/*.spec.ts`. Three ways of serving: as `npm start` does, below a base path
 * on a host that sends no headers (`BARE_URL`), and in a browser without WebGPU (project `no-webgpu`).
 */

import { createServer } from 'node:net';
import { defineConfig } from '@playwright/test';
import { BROWSER_FLAGS, browserPath, WEBGPU_FLAGS } from './scripts/browser.mjs';

// The workers of one run read this file again and must see the ports that its first reading chose.
process.env.DECANT_E2E_PORT ??= String(await freePort());
process.env.DECANT_BARE_PORT ??= String(await freePort());
const port = process.env.DECANT_E2E_PORT;
const barePort = process.env.DECANT_BARE_PORT;
process.env.BARE_URL = `http://localhost:${barePort}/nested/decant/`;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  timeout: 300_000, // Where many share a machine all of it is slow; what must be quick says so in its own test.
  expect: { timeout: 30_000 },
  workers: 1, // `npm test` runs two at a time, apart from those tagged `@alone`, which hold the page to a time.
  forbidOnly: process.env.CI !== undefined,
  reporter: 'list',
  use: {
    actionTimeout: 60_000, // Sooner than a whole test, so that it is said what could not be pressed.
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block', // Each page would fetch all of Decant once more; the specifications of it allow them.
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'chromium',
      testIgnore: '**/*.no-webgpu.spec.ts',
      use: { launchOptions: { executablePath: browserPath(), args: [...BROWSER_FLAGS, ...WEBGPU_FLAGS] } },
    },
    {
      name: 'no-webgpu',
      testMatch: '**/*.no-webgpu.spec.ts',
      use: { launchOptions: { executablePath: browserPath(), args: BROWSER_FLAGS } },
    },
  ],
  webServer: [
    { command: `node scripts/serve.mjs ${port} /`, port: Number(port), reuseExistingServer: false },
    {
      command: `node scripts/serve.mjs ${barePort} /nested/decant/ bare`,
      port: Number(barePort),
      reuseExistingServer: false,
    },
  ],
});

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, () => {
      const address = server.address();
      const found = typeof address === 'object' && address ? address.port : 0;
      server.close(() => done(found));
    });
  });
}
