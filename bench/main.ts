/**
 * Measures Decant beside the libraries that do the same, or its kernels by themselves in Node. How: `README.md`.
 * Run by `npm run bench -- --json FILE`.
 */
import { fileURLToPath } from 'node:url';
import { browserPath } from '../scripts/browser.mjs';
import { setUpDependencies } from '../scripts/setup.mjs';
import type { BenchOptions } from './arguments.ts';
import { parseArguments } from './arguments.ts';
import { casesNamed } from './cases/index.ts';
import { describeMachine } from './environment.ts';
import { writeResults } from './writeResults.ts';

const options = parseArguments(process.argv.slice(2));
process.exit(await (options.node ? runByItself(options) : runBeside(options)));

// ---------------------------------------------------------------------------------------------

/** Decant and its peers in a browser. @returns the exit code */
async function runBeside(options: BenchOptions): Promise<number> {
  const cases = casesNamed(options.only);
  setUpDependencies(fileURLToPath(new URL('.', import.meta.url)));
  const { runInBrowser } = await import('./browser/runInBrowser.ts');
  const { rows, failed, browser, page } = await runInBrowser(cases, options);
  writeResults(options, rows, { ...describeMachine(), browser, ...page, failed });
  return Object.keys(failed).length > 0 ? 1 : 0;
}

/** Decant's kernels in Node. @returns the exit code */
async function runByItself(options: BenchOptions): Promise<number> {
  const { againWithSoftware, openGpu } = await import('./node/gpu.ts');
  const { runInNode } = await import('./node/runInNode.ts');
  const run = await runInNode(openGpu(), options);
  if (run) {
    const { rows, failed, adapter } = run;
    writeResults(options, rows, { ...describeMachine(), adapter, failed });
    return Object.keys(failed).length > 0 ? 1 : 0;
  }
  const runner = fileURLToPath(new URL('../scripts/run.mjs', import.meta.url));
  const code = againWithSoftware([runner, 'bench/main.ts', ...process.argv.slice(2)], browserPath());
  if (code === undefined) console.error('WebGPU offers no adapter. VK_DRIVER_FILES names the Vulkan driver to use.');
  return code ?? 1;
}
