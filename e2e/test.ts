/**
 * `test` and `expect` for every specification: in the project `no-webgpu` the page has no `navigator.gpu`, and in all
 * of them a message of the Content-Security-Policy, an uncaught error or a request to another host fails the test.
 * `onePage` opens one page for a whole file, whose tests then go on from each other.
 */

import type { Page } from '@playwright/test';
import { test as base, expect } from '@playwright/test';

export const test = base.extend<{ strictPage: undefined }>({
  strictPage: [
    async ({ page }, use, info) => {
      const problems = problemsOf(page);
      if (info.project.name === 'no-webgpu') await page.addInitScript(removeWebGpu);
      await use(undefined);
      expect(problems, 'uncaught errors and policy violations').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** For files with one page: without a page of its own for each test. */
export const sharing = base;

/** One page for all tests of a file, in their order; as strict as a page of its own for each. */
export function onePage(prepare: (page: Page) => Promise<void>): () => Page {
  let shared: Page | undefined;
  let problems: string[] = [];
  base.describe.configure({ mode: 'serial' });
  base.beforeAll(async ({ browser }) => {
    shared = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
    problems = problemsOf(shared);
    await prepare(shared);
  });
  base.afterEach(() => expect(problems, 'uncaught errors and policy violations').toEqual([]));
  base.afterAll(() => shared?.context().close());
  return () => {
    if (!shared) throw new Error('The page of this file is opened before its first test, not earlier.');
    return shared;
  };
}

// ---------------------------------------------------------------------------------------------------------------------

function problemsOf(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    // What nobody caught in a worker comes as a message alone.
    if (/Content Security Policy|^Uncaught/.test(message.text())) problems.push(message.text());
  });
  // Nothing leaves the tab: the page and its workers ask nobody but the host that they came from.
  page.context().on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(?:http|ws)s?:$/.test(protocol) && hostname !== 'localhost') problems.push(`asked ${request.url()}`);
  });
  return problems;
}

function removeWebGpu(): void {
  Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined, configurable: true });
}
