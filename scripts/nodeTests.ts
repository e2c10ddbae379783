/**
 * Runs ONNX's operator tests on an executor and prints a line an operator, then each failure with its reason:
 * `node scripts/run.mjs scripts/nodeTests.ts [--executor reference|onnx] [--filter text] [--left]`.
 * `--left` lists the tests that do not count, with the reason. The `webgpu` executor runs them in the browser project.
 */

import type { Executor } from '../src/execution/executor.ts';
import { createReferenceExecutor } from '../src/execution/reference/referenceExecutor.ts';
import type { NodeTest, NodeTestResult } from '../src/testing/nodeTests.ts';
import { openNodeTests, runNodeTest } from '../src/testing/nodeTests.ts';

const filter = option('filter') ?? '';
const executor = await executorNamed(option('executor') ?? 'reference');
const all = (await openNodeTests()).filter(({ name, operators }) => matches(name, operators));
const counted = all.filter(({ left }) => left === undefined);
const results = new Map<string, NodeTestResult>();
for (const test of counted) results.set(test.name, await runNodeTest(test, executor));

for (const line of [...table(), ...failures(), ...(process.argv.includes('--left') ? leftOut() : [])])
  console.log(line);
const passed = [...results.values()].filter(({ ok }) => ok).length;
const share = ((100 * passed) / counted.length).toFixed(1);
console.log(
  `${passed} of ${counted.length} tests pass on ${executor.name} (${share} %); ${all.length - counted.length} do not count.`,
);
await executor.dispose();

// ---------------------------------------------------------------------------------------------------------------------

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

async function executorNamed(name: string): Promise<Executor> {
  if (name === 'reference') return createReferenceExecutor();
  if (name === 'onnx') return (await import('../src/execution/onnx/onnxExecutor.ts')).createOnnxExecutor();
  throw new Error(`--executor ${name}: it may be reference or onnx.`);
}

/** `--filter conv` matches names of tests; `--filter Conv` matches an operator exactly. */
function matches(name: string, operators: readonly string[]): boolean {
  return filter === '' || name.includes(filter) || operators.includes(filter);
}

function table(): string[] {
  const rows = new Map<string, { passed: number; all: number }>();
  for (const test of counted)
    for (const operator of test.operators) {
      const row = rows.get(operator) ?? { passed: 0, all: 0 };
      row.all++;
      if (results.get(test.name)?.ok) row.passed++;
      rows.set(operator, row);
    }
  return [...rows]
    .sort()
    .map(([operator, row]) => `${row.passed === row.all ? ' ' : '!'} ${operator}: ${row.passed} of ${row.all}`);
}

function failures(): string[] {
  return [...results.values()].filter(({ ok }) => !ok).map(({ name, reason }) => `FAIL ${name}: ${reason}`);
}

function leftOut(): string[] {
  return all
    .filter((test): test is NodeTest & { left: string } => test.left !== undefined)
    .map(({ name, left }) => `left ${name}: ${left}`);
}
