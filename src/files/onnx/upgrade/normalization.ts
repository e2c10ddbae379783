/** Newest form of batch normalization. */
import type { UpgradeRule } from './rule.ts';
import { asOperator, numberOf } from './rule.ts';

/** Until 9 it could also normalize each position apart; until 14 more outputs than one meant training. */
const batchNormalization: UpgradeRule = (node, context) => {
  if (context.version < 9 && numberOf(node, 'spatial') === 0)
    return { opaque: 'BatchNormalization with spatial = 0 is a form that opset 9 took away' };
  if (context.version < 14 && node.outputs.slice(1).some((output) => output !== ''))
    return { opaque: 'BatchNormalization in training mode of an opset before 14 has outputs that later opsets lack' };
  const outputs = context.version < 14 ? node.outputs.slice(0, 1) : node.outputs;
  return [asOperator('BatchNormalization', node, { outputs, attributes: { spatial: undefined } })];
};

export const normalizationRules = { BatchNormalization: batchNormalization } satisfies Record<string, UpgradeRule>;
