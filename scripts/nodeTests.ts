/**
 * Runs ONNX's operator tests on an executor and prints a line an operator, then each failure with its reason:
 * `node scripts/run.mjs scripts/nodeTests.ts [--executor reference|onnx] [--filter text] [--left]`.
 * `--filter` takes a part of a test's name or an operator; `--left` lists the tests that do not count, with the reason.
 * On `webgpu` they run in the browser: `VITE_NODE_TESTS=text npx vitest run --project gpu src/testing/nodeTests`.
 */

import type { Executor } from '../src/execution/executor.ts';
import { createOnnxExecutor } from '../src/execution/onnx/onnxExecutor.ts';
import { createReferenceExecutor } from '../src/execution/reference/referenceExecutor.ts';
import { reportLines, reportNodeTests } from '../src/testing/nodeTestReport.ts';

const executors: Readonly<Record<string, () => Executor>> = {
  reference: createReferenceExecutor,
  onnx: createOnnxExecutor,
};

const name = option('executor') ?? 'reference';
const create = executors[name];
if (!create) throw new Error(`--executor ${name}: it may be reference or onnx; webgpu runs in the browser project.`);
const executor = create();
const report = await reportNodeTests(executor, option('filter'));
if (process.argv.includes('--left')) for (const { name, reason } of report.left) console.log(`left ${name}: ${reason}`);
for (const line of reportLines(report)) console.log(line);
await executor.dispose();

// ---------------------------------------------------------------------------------------------------------------------

function option(key: string): string | undefined {
  const at = process.argv.indexOf(`--${key}`);
  return at < 0 ? undefined : process.argv[at + 1];
}
