/** ONNX's operator tests on the executors that run in Node. */
import { afterAll, expect } from 'vitest';
import { createOnnxExecutor } from '../execution/onnx/onnxExecutor.ts';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import { testWithData } from './data.ts';
import { leastShare, reportLines, reportNodeTests } from './nodeTestReport.ts';
import { nodeTestArchive } from './nodeTests.ts';

const executors = [createReferenceExecutor(), createOnnxExecutor()];
afterAll(() => Promise.all(executors.map((executor) => executor.dispose())));

for (const executor of executors)
  testWithData(
    `at least 95 % of ONNX's operator tests pass on ${executor.name}`,
    [nodeTestArchive],
    async () => {
      const report = await reportNodeTests(executor);
      expect(report.counted).toBeGreaterThan(400);
      expect(report.passed / report.counted, reportLines(report).join('\n')).toBeGreaterThanOrEqual(leastShare);
    },
    60_000,
  );
