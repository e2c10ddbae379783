/** Cast, whose dtype ONNX writes as a number. The one rule that most files need, so the others are loaded without it. */
import { dtypeOfCode, wordOfCode } from '../elementTypes.ts';
import type { UpgradeRule } from './rule.ts';
import { asOperator, numberOf } from './rule.ts';

/** ONNX's element type code becomes the dtype's name. */
export const cast: UpgradeRule = (node) => {
  const code = numberOf(node, 'to') ?? 0;
  const to = dtypeOfCode(code);
  if (!to) return { opaque: `Cast to ${wordOfCode(code)} leaves the element types that Decant computes with` };
  return [asOperator('Cast', node, { attributes: { to } })];
};
