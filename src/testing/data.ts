/**
 * Real data for tests: the folder that `DECANT_DATA` names, by default `../shared/data` beside the project. It is no
 * part of the project, so a test that needs it skips, naming what is missing, where it is absent.
 * Works in Node (files) and in the browser project (the test server's `/__data__/`).
 */

import type { TestContext } from 'vitest';
import { describe, test } from 'vitest';

/** Data files that a test asked for. */
export interface TestData {
  /** Whether every file that was asked for is there. */
  readonly available: boolean;
  /** Why a test skips: names what is missing. Empty when available. */
  readonly reason: string;
  /** Bytes of one file, by its path inside the data folder. Throws when it is absent. */
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** UTF-8 text of one file. */
  text(path: string): Promise<string>;
}

/**
 * Looks for files, by paths inside the data folder. At the top of a test file:
 * `const data = await openTestData('mnist/t10k-images-idx3-ubyte'); test.skipIf(!data.available)(...)`.
 */
export async function openTestData(...paths: string[]): Promise<TestData> {
  const found = await Promise.all(paths.map(hasData));
  const missing = paths.filter((_, index) => !found[index]);
  const reason = missing.length === 0 ? '' : `needs ${missing.join(', ')} in the data folder (set DECANT_DATA)`;
  return { available: missing.length === 0, reason, read: readData, text: readText };
}

/** One test that needs data files; when one is absent it skips with a reason that the test summary prints. */
export function testWithData(
  name: string,
  paths: readonly string[],
  body: (data: TestData, context: TestContext) => Promise<void> | void,
  timeout?: number,
): void {
  test(
    name,
    async (context) => {
      const data = await openTestData(...paths);
      if (!data.available) context.skip(data.reason);
      await body(data, context);
    },
    timeout,
  );
}

/** A group of tests that need data files; await it at the top of a test file. */
export async function describeWithData(
  name: string,
  paths: readonly string[],
  body: (data: TestData) => void,
): Promise<void> {
  const data = await openTestData(...paths);
  if (data.available) describe(name, () => body(data));
  else test(name, (context) => context.skip(data.reason));
}

/** Whether the data folder has this file. */
export async function hasData(path: string): Promise<boolean> {
  if (inBrowser) return (await fetch(`/__data__/${path}`, { method: 'HEAD' })).ok;
  const { existsSync } = await import('node:fs');
  return existsSync(await pathOf(path));
}

/** Bytes of one file of the data folder; throws naming the path when it is absent. */
export async function readData(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return inBrowser ? readFromServer(path) : readFromDisk(path);
}

// ---------------------------------------------------------------------------------------------------------------------

const inBrowser = typeof document !== 'undefined';

async function readText(path: string): Promise<string> {
  return new TextDecoder().decode(await readData(path));
}

async function readFromServer(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`/__data__/${path}`);
  if (!response.ok) throw new Error(`${await response.text()} (status ${response.status})`);
  return new Uint8Array(await response.arrayBuffer());
}

async function readFromDisk(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const { readFile } = await import('node:fs/promises');
  return new Uint8Array(await readFile(await pathOf(path)));
}

async function pathOf(path: string): Promise<string> {
  const { resolve } = await import('node:path');
  return resolve(process.env.DECANT_DATA ?? '../shared/data', path);
}
