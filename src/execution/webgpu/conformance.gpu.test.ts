/** Every row of the conformance table on the GPU against the reference, each within the tolerance that the row names. */

import { afterAll, describe, expect, test } from 'vitest';
import type { ConformanceCase } from '../../testing/conformance/case.ts';
import { difference, runCase } from '../../testing/conformance/caseGraph.ts';
import { createReferenceExecutor } from '../reference/referenceExecutor.ts';
import { createWebgpuExecutor } from './webgpuExecutor.ts';

const families = import.meta.glob<Record<string, unknown>>(
  ['../../testing/conformance/*.ts', '!../../testing/conformance/*.test.ts'],
  { eager: true },
);
const gpu = createWebgpuExecutor({ gpu: navigator.gpu });
const reference = createReferenceExecutor();

/** Rows that the GPU refuses, with the code of the error: 64-bit integers live in 32 bits there. */
const refused: Readonly<Record<string, string>> = {
  'Cast, i64 to i32': 'webgpu/i64-range',
  'Cast, i64 to u32': 'webgpu/i64-range',
};

/** Some tables are parts of others; each row runs once. */
const seen = new Set<ConformanceCase>();

for (const [path, module] of Object.entries(families)) {
  const listed = Object.entries(module).filter(([name, value]) => name.endsWith('Cases') && Array.isArray(value));
  const rows = listed.flatMap(([, value]) => value as ConformanceCase[]).filter((row) => !seen.has(row));
  if (rows.length === 0) continue;
  for (const row of rows) seen.add(row);
  describe(`conformance on WebGPU: ${path.split('/').at(-1)}`, () => {
    for (const row of rows) {
      const title = `${row.operator}, ${row.about}`;
      test(title, async () => {
        if (title in refused) {
          await expect(runCase(row, gpu)).rejects.toMatchObject({ code: refused[title] });
          return;
        }
        const [got, want] = [await runCase(row, gpu), await runCase(row, reference)];
        expect(want.map((tensor, i) => difference(got[i]!, tensor, row.tolerance ?? 'f32'))).toEqual(
          want.map(() => ''),
        );
      });
    }
  });
}

afterAll(() => gpu.dispose());
