/**
 * A Vite plugin that tells the service worker of a build which files it keeps: all that was written, but source maps
 * and the worker itself.
 */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import type { OfflineFiles } from '../src/app/offline/protocol.ts';

const WORKER = 'service-worker.js';

const LEFT_OUT = /\.map$/;

export function offlineFiles(): Plugin {
  return {
    name: 'decant:offline-files',
    apply: 'build',
    writeBundle: {
      order: 'post',
      sequential: true,
      handler({ dir }) {
        if (dir === undefined) return;
        const worker = join(dir, WORKER);
        const list = `self.decantFiles=${JSON.stringify(filesOf(dir))};\n`;
        writeFileSync(worker, list + readFileSync(worker, 'utf8'));
      },
    },
  };
}

/** The files of a built page, the smallest first, so that most of it is kept before the WASM. */
export function filesOf(folder: string): OfflineFiles {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path !== WORKER && !LEFT_OUT.test(path) && statSync(join(folder, path)).isFile())
    .sort((a, b) => statSync(join(folder, a)).size - statSync(join(folder, b)).size);
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path).update(readFileSync(join(folder, path)));
  const files = paths.map((path) => (path === 'index.html' ? '' : path));
  const page = /assets\/[^"]+\.js/.exec(readFileSync(join(folder, 'index.html'), 'utf8'))?.[0] ?? '';
  return { version: hash.digest('hex').slice(0, 16), files, page };
}
