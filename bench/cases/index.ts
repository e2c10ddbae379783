/** Every row, in the order in which they run. A new one is a file beside this and a line here. */
import type { BenchCase } from './case.ts';
import { distillStep, distillStepCached } from './distillStep.ts';
import { matmulF32 } from './matmulF32.ts';
import { gemmInt4, gemvInt4 } from './productInt4.ts';
import { trainMlp, trainMlpWasm } from './trainMlp.ts';
import { trainTransformer, trainTransformerWasm } from './trainTransformer.ts';

export const cases: readonly BenchCase[] = [
  matmulF32,
  gemvInt4,
  gemmInt4,
  trainMlp,
  trainMlpWasm,
  trainTransformer,
  trainTransformerWasm,
  distillStep,
  distillStepCached,
];

/** The cases of that name, or all. @throws Error naming the cases there are */
export function casesNamed(only: string | undefined): readonly BenchCase[] {
  const found = only === undefined ? cases : cases.filter(({ name }) => name === only);
  if (found.length > 0) return found;
  throw new Error(`There is no case "${only}"; the cases are ${cases.map(({ name }) => name).join(', ')}.`);
}
