/**
 * One configuration for the page (`vite`, `vite build`), the tests in Node and the tests in a browser with WebGPU.
 * `playwright.config.ts` holds the tests of the built page.
 */

import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { BROWSER_FLAGS, browserPath, WEBGPU_FLAGS } from './scripts/browser.mjs';
import { pageChunks, workerChunks } from './scripts/firstChunks.ts';
import { DEV_HEADERS, ISOLATION_HEADERS, PAGE_HEADERS } from './scripts/headers.mjs';
import { offlineFiles } from './scripts/offlineFiles.ts';
import { plainShaders, policyMetaTag, preloadedFonts, responseHeaders, testData } from './scripts/vitePlugins.ts';

const dataFolder = process.env.DECANT_DATA ?? '../shared/data';
/** A project of its own, so that `npm test` counts it apart and `npm run check:quick` runs it alone. */
const STRUCTURE = 'src/structure.test.ts';
/** Longer than any test takes where many share a machine: a bound on hanging, not on speed. */
const SHARED_MACHINE_MS = 240_000;
const testing = process.env.VITEST !== undefined;

export default defineConfig({
  base: './',
  plugins: [
    react(),
    testData(dataFolder),
    responseHeaders(testing ? ISOLATION_HEADERS : DEV_HEADERS),
    policyMetaTag(),
    preloadedFonts(),
    plainShaders(),
    offlineFiles(),
  ],
  // With this condition onnxruntime-web leaves its WASM outside the bundle, so only the variants we import are shipped.
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'] },
  // onnxruntime-web starts its threads from its own file and must not be moved by dependency bundling.
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  worker: {
    format: 'es',
    plugins: () => [plainShaders()],
    rolldownOptions: { output: { codeSplitting: { groups: workerChunks } } },
  },
  build: {
    outDir: process.env.DECANT_DIST ?? 'dist',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0, // The policy allows no data: URLs for fonts and scripts.
    // Of what a lazy chunk needs, only styles are named in the page: the names of scripts alone took a kilobyte.
    modulePreload: { polyfill: false, resolveDependencies: (_file, files) => files.filter((f) => f.endsWith('.css')) },
    rolldownOptions: {
      input: { index: 'index.html', 'service-worker': 'src/app/serviceWorker.ts' },
      // A service worker rules the folder that it lies in, so it keeps its name beside the page.
      output: {
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
        codeSplitting: { groups: pageChunks },
      },
    },
  },
  preview: { headers: PAGE_HEADERS },
  test: {
    projects: [
      { extends: true, test: { name: 'structure', environment: 'node', include: [STRUCTURE] } },
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts', 'experiments/**/*.test.ts'],
          exclude: ['**/*.gpu.test.ts', STRUCTURE, '**/node_modules/**'],
          testTimeout: SHARED_MACHINE_MS,
          hookTimeout: SHARED_MACHINE_MS,
          // Modules are loaded once for all files, which saves a third of the time; tests leave nothing behind in them.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'gpu',
          include: ['src/**/*.gpu.test.ts'],
          testTimeout: SHARED_MACHINE_MS,
          hookTimeout: SHARED_MACHINE_MS,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            connectTimeout: SHARED_MACHINE_MS,
            provider: playwright({
              launchOptions: { executablePath: browserPath(), args: [...BROWSER_FLAGS, ...WEBGPU_FLAGS] },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
