/** Quantize and dequantize: element type codes in attributes become dtype names. */
import { dtypeOfCode, wordOfCode } from '../elementTypes.ts';
import type { UpgradeRule } from './rule.ts';
import { asOperator, numberOf } from './rule.ts';

const withDTypes =
  (operator: 'QuantizeLinear' | 'DequantizeLinear'): UpgradeRule =>
  (node) => {
    const names: Record<string, string | undefined> = {};
    for (const attribute of ['output_dtype', 'precision']) {
      const code = numberOf(node, attribute) ?? 0;
      const dtype = dtypeOfCode(code);
      if (code !== 0 && !dtype)
        return { opaque: `${operator} to ${wordOfCode(code)} leaves the element types that Decant computes with` };
      names[attribute] = dtype;
    }
    return [asOperator(operator, node, { attributes: names })];
  };

export const quantizationRules = {
  QuantizeLinear: withDTypes('QuantizeLinear'),
  DequantizeLinear: withDTypes('DequantizeLinear'),
} satisfies Record<string, UpgradeRule>;
