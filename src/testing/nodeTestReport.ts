/** Runs all of ONNX's operator tests that count on one executor, and says what passed, by operator and by test. */
import type { Executor } from '../execution/executor.ts';
import type { NodeTest, NodeTestResult } from './nodeTests.ts';
import { openNodeTests, runNodeTest } from './nodeTests.ts';

export interface NodeTestReport {
  readonly executor: string;
  readonly passed: number;
  /** Tests whose operators and dtypes are those that Decant computes. */
  readonly counted: number;
  /** Those that fail, each with its reason; a refusal is a failure. */
  readonly failures: readonly NodeTestResult[];
  /** Those that do not count, each with its reason. */
  readonly left: readonly { readonly name: string; readonly reason: string }[];
  readonly operators: ReadonlyMap<string, { readonly passed: number; readonly all: number }>;
}

/** The share of tests that count that must pass. */
export const leastShare = 0.95;

/**
 * @param filter part of a test's name, or an operator's name in full
 */
export async function reportNodeTests(executor: Executor, filter = ''): Promise<NodeTestReport> {
  const all = (await openNodeTests()).filter((test) => matches(test, filter));
  const counted = all.filter(({ left }) => left === undefined);
  const results: NodeTestResult[] = [];
  for (const test of counted) results.push(await runNodeTest(test, executor));
  return {
    executor: executor.name,
    passed: results.filter(({ ok }) => ok).length,
    counted: counted.length,
    failures: results.filter(({ ok }) => !ok),
    left: all.flatMap(({ name, left }) => (left === undefined ? [] : [{ name, reason: left }])),
    operators: byOperator(counted, results),
  };
}

/** The report as lines: one an operator, one a failure, and the sum. */
export function reportLines(report: NodeTestReport): string[] {
  const { executor, passed, counted, failures, left, operators } = report;
  const share = ((100 * passed) / Math.max(1, counted)).toFixed(1);
  return [
    ...[...operators]
      .sort()
      .map(([operator, row]) => `${row.passed === row.all ? ' ' : '!'} ${operator}: ${row.passed} of ${row.all}`),
    ...failures.map(({ name, reason }) => `FAIL ${name}: ${reason}`),
    `${passed} of ${counted} tests pass on ${executor} (${share} %); ${left.length} do not count.`,
  ];
}

// ---------------------------------------------------------------------------------------------------------------------

function matches({ name, operators }: NodeTest, filter: string): boolean {
  return filter === '' || name.includes(filter) || operators.includes(filter);
}

function byOperator(tests: readonly NodeTest[], results: readonly NodeTestResult[]): NodeTestReport['operators'] {
  const rows = new Map<string, { passed: number; all: number }>();
  tests.forEach(({ operators }, i) => {
    for (const operator of operators) {
      const row = rows.get(operator) ?? { passed: 0, all: 0 };
      row.all++;
      if (results[i].ok) row.passed++;
      rows.set(operator, row);
    }
  });
  return rows;
}
