/** What the build tells the service worker. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesOf } from './offlineFiles.ts';

let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'decant-files-'));
  await mkdir(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<script src="./assets/page-1.js"></script>');
  writeFileSync(join(folder, 'service-worker.js'), 'skip');
  for (const name of ['page-1.js', 'page-1.js.map']) writeFileSync(join(folder, 'assets', name), 'x');
});

afterEach(() => rmSync(folder, { recursive: true }));

test('all files are kept but maps and the worker; the page is the empty path', () => {
  expect(filesOf(folder)).toMatchObject({ files: ['assets/page-1.js', ''], page: 'assets/page-1.js' });
});

test('the version changes with any content', () => {
  const before = filesOf(folder).version;
  writeFileSync(join(folder, 'assets', 'page-1.js'), 'y');
  expect(filesOf(folder).version).not.toBe(before);
});
