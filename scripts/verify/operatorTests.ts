/** ONNX's operator tests on `reference` here and on `webgpu` in Chromium, and our own conformance table on all three. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReferenceExecutor } from '../../src/execution/reference/referenceExecutor.ts';
import type { NodeTestReport } from '../../src/testing/nodeTestReport.ts';
import { leastShare, reportNodeTests } from '../../src/testing/nodeTestReport.ts';
import { runProgram } from './child.ts';
import type { Check, Verify } from './report.ts';
import { share } from './report.ts';

export const verifyOperators: Verify = async (add) => {
  const reference = await reportNodeTests(createReferenceExecutor());
  add(shareOf(reference));
  const webgpu = reportOnWebgpu();
  add(shareOf(webgpu));
  for (const [what, project, path] of suites) add(suiteCheck(what, project, path));
  return [...failuresOf(reference), ...failuresOf(webgpu)];
};

// ---------------------------------------------------------------------------------------------------------------------

const suites = [
  ['conformance and gradients on reference', 'node', 'src/testing/conformance'],
  ['conformance on onnx', 'node', 'src/execution/onnx/conformance'],
  ['conformance on webgpu', 'gpu', 'src/execution/webgpu/conformance'],
] as const;

type Counted = Pick<NodeTestReport, 'executor' | 'passed' | 'counted' | 'failures'>;

const shareOf = ({ executor, passed, counted }: Counted): Check =>
  share(`ONNX's operator tests on ${executor}`, passed, counted, leastShare);

const failuresOf = ({ executor, failures }: Counted): string[] =>
  failures.map(({ name, reason }) => `${executor} ${name}: ${reason}`);

/** The browser project runs them, and prints a line a failure and the sum. */
function reportOnWebgpu(): Counted {
  const { stdout } = vitest('gpu', ['src/testing/nodeTests', '--reporter=verbose'], { VITE_NODE_TESTS: '' });
  const lines = stdout.split('\n').map((line) => line.trim());
  const sum = lines.map((line) => /(\d+) of (\d+) tests pass on webgpu/.exec(line)).find((match) => match !== null);
  if (!sum) throw new Error(`The operator tests did not run in the browser: ${stdout.slice(-500)}`);
  const failures = lines.flatMap((line) => {
    const failure = /^FAIL (test_\S+): (.*)$/.exec(line);
    return failure ? [{ name: failure[1], ok: false, reason: failure[2] }] : [];
  });
  return { executor: 'webgpu', passed: Number(sum[1]), counted: Number(sum[2]), failures };
}

function suiteCheck(what: string, project: string, path: string): Check {
  const folder = mkdtempSync(join(tmpdir(), 'decant-verify-'));
  const file = join(folder, 'counts.json');
  try {
    vitest(project, [path, '--reporter=json', `--outputFile=${file}`], {});
    const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(file, 'utf8'));
    return share(what, Number(numPassedTests), Number(numTotalTests), 1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function vitest(project: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  return runProgram([join('node_modules', 'vitest', 'vitest.mjs'), 'run', `--project=${project}`, ...args], env);
}
