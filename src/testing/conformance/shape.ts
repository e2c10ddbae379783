/** Rows of the conformance table: the shape operators. */
import type { ConformanceCase } from './case.ts';
import { indexingCases } from './shapeIndexing.ts';
import { layoutCases } from './shapeLayout.ts';
import { resizeCases } from './shapeResize.ts';

export const shapeCases: readonly ConformanceCase[] = [...layoutCases, ...indexingCases, ...resizeCases];
