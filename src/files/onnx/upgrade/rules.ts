/** The rule of each operator type whose form changed between opsets, total over their list. */
import { elementwiseRules } from './elementwise.ts';
import { normalizationRules } from './normalization.ts';
import { quantizationRules } from './quantization.ts';
import { reductionRules } from './reductions.ts';
import { resizeRules } from './resize.ts';
import type { UpgradeRule } from './rule.ts';
import type { RuledType } from './ruledTypes.ts';
import { shapeRules } from './shapes.ts';

const table = {
  ...elementwiseRules,
  ...normalizationRules,
  ...quantizationRules,
  ...reductionRules,
  ...resizeRules,
  ...shapeRules,
};

/** A rule whose type is not in the list would never be asked; it does not compile. */
export const rules: Readonly<Record<RuledType, UpgradeRule>> = table satisfies {
  [T in keyof typeof table]: T extends RuledType ? UpgradeRule : never;
};
