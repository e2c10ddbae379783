/** Every row of the conformance table in onnxruntime against the reference, each within the tolerance that the row names. */
import { afterAll, describe, expect, test } from 'vitest';
import type { ConformanceCase } from '../../testing/conformance/case.ts';
import { difference, runCase } from '../../testing/conformance/caseGraph.ts';
import { createReferenceExecutor } from '../reference/referenceExecutor.ts';
import { createOnnxExecutor } from './onnxExecutor.ts';

const families = import.meta.glob<Record<string, unknown>>(
  ['../../testing/conformance/*.ts', '!../../testing/conformance/*.test.ts'],
  { eager: true },
);
const onnx = createOnnxExecutor({ threads: 1 });
const reference = createReferenceExecutor();

/** Some tables are parts of others; each row runs once. */
const seen = new Set<ConformanceCase>();

for (const [path, module] of Object.entries(families)) {
  const listed = Object.entries(module).filter(([name, value]) => name.endsWith('Cases') && Array.isArray(value));
  const rows = listed.flatMap(([, value]) => value as ConformanceCase[]).filter((row) => !seen.has(row));
  if (rows.length === 0) continue;
  for (const row of rows) seen.add(row);
  describe(`conformance in onnxruntime: ${path.split('/').at(-1)}`, () => {
    for (const row of rows)
      test(`${row.operator}, ${row.about}`, async () => {
        const [got, want] = [await runCase(row, onnx), await runCase(row, reference)];
        expect(want.map((tensor, i) => difference(got[i]!, tensor, row.tolerance ?? 'f32'))).toEqual(
          want.map(() => ''),
        );
      });
  });
}

afterAll(() => onnx.dispose());
