/** The entry of the one-file bundle (`bundle.mjs`): `node decant-bench.mjs [--json FILE] [--only NAME] [--profile]`. */
import { parseArguments } from '../arguments.ts';
import { writeResults } from '../writeResults.ts';
import { againWithSoftware, openGpu } from './gpu.ts';
import { runInNode } from './runInNode.ts';

const options = parseArguments(process.argv.slice(2));
const run = await runInNode(openGpu(), options);
if (run) {
  writeResults(options, run.rows, { date: new Date().toISOString(), node: process.version, adapter: run.adapter });
  process.exit(Object.keys(run.failed).length > 0 ? 1 : 0);
}
const code = againWithSoftware(process.argv.slice(1), undefined);
if (code === undefined) console.error('WebGPU offers no adapter. VK_DRIVER_FILES names the Vulkan driver to use.');
process.exit(code ?? 1);
