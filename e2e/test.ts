/**
 * `test` and `expect` for every specification: in the project `no-webgpu` the page has no `navigator.gpu`, and in all
 * of them a message of the Content-Security-Policy or an uncaught error fails the test.
 */

import { test as base, expect } from '@playwright/test';

export const test = base.extend<{ strictPage: undefined }>({
  strictPage: [
    async ({ page }, use, info) => {
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) problems.push(message.text());
      });
      if (info.project.name === 'no-webgpu') await page.addInitScript(removeWebGpu);
      await use(undefined);
      expect(problems, 'uncaught errors and policy violations').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

function removeWebGpu(): void {
  Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined, configurable: true });
}
