/** ONNX's operator tests on WebGPU. `VITE_NODE_TESTS` runs only those whose name or operator it is. */
import { afterAll, expect } from 'vitest';
import { createWebgpuExecutor } from '../execution/webgpu/webgpuExecutor.ts';
import { testWithData } from './data.ts';
import { leastShare, reportLines, reportNodeTests } from './nodeTestReport.ts';
import { nodeTestArchive } from './nodeTests.ts';

const executor = createWebgpuExecutor({ gpu: navigator.gpu });
afterAll(() => executor.dispose());

testWithData(
  "at least 95 % of ONNX's operator tests pass on webgpu",
  [nodeTestArchive],
  async () => {
    const report = await reportNodeTests(executor, import.meta.env.VITE_NODE_TESTS);
    const lines = reportLines(report).join('\n');
    if (import.meta.env.VITE_NODE_TESTS !== undefined) console.log(lines);
    expect(report.passed / report.counted, lines).toBeGreaterThanOrEqual(leastShare);
  },
  300_000,
);
