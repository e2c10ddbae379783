/**
 * Bundles the Node benchmark into one file that needs no node_modules: `node bench/bundle.mjs [FILE]`. Copy it and the
 * platform's `dawn.node` (node_modules/webgpu/dist/...) side by side onto a machine with a GPU and run it with Node.
 */
import { cpSync, mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = resolve(process.argv[2] ?? join(root, 'bench/dist/node/decant-bench.mjs'));

await build({
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: join(root, 'bench/node/bundled.ts'),
    outDir: dirname(file),
    emptyOutDir: false,
    target: 'node20',
    minify: false,
    rollupOptions: { output: { entryFileNames: basename(file), codeSplitting: false } },
  },
});
const platform = `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`;
const dawn = join(root, 'node_modules/webgpu/dist', platform, 'dawn.node');
mkdirSync(dirname(file), { recursive: true });
cpSync(dawn, join(dirname(file), 'dawn.node'));
console.log(`${file}\n${join(dirname(file), 'dawn.node')}`);
