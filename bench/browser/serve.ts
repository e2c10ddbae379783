/** Builds the page with everything it measures, as for production, and serves it on this machine alone, isolated. */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { InlineConfig } from 'vite';
import { build, preview } from 'vite';
import { ISOLATION_HEADERS } from '../../scripts/headers.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));
const out = fileURLToPath(new URL('../dist/page', import.meta.url));

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

export async function servePage(): Promise<Served> {
  const config: InlineConfig = {
    root: folder,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    base: './',
    // As in the page that people use: onnxruntime-web leaves its WASM outside the bundle.
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'] },
    build: {
      outDir: out,
      emptyOutDir: true,
      target: 'es2023',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // TensorFlow.js starts its threads from the source text of a function, which must keep its names.
      minify: false,
      chunkSizeWarningLimit: 10_000,
      rollupOptions: { input: fileURLToPath(new URL('./page.html', import.meta.url)) },
    },
    preview: { host: '127.0.0.1', port: 4790, strictPort: false, headers: ISOLATION_HEADERS },
  };
  await build(config);
  const server = await preview(config);
  const address = server.httpServer.address();
  const port = typeof address === 'object' && address ? address.port : 4790;
  return {
    url: `http://127.0.0.1:${port}/page.html`,
    close: async () => {
      await server.close();
      rmSync(out, { recursive: true, force: true });
    },
  };
}
