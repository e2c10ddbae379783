/** Newest forms of elementwise operators. */
import type { DType } from '../../../tensor/dtype.ts';
import type { SourceNode, UpgradeContext, UpgradeRule } from './rule.ts';
import { asOperator, numberOf, withInput } from './rule.ts';

/** Until 11 the bounds were attributes, by default the range of floats. */
const clip: UpgradeRule = (node, context) => {
  if (context.version >= 11) return [asOperator('Clip', node)];
  const dtype = context.dtype(node.inputs[0]) ?? 'f32';
  const bound = (name: 'min' | 'max') => boundOf(node, context, name, dtype);
  const inputs = [node.inputs[0], bound('min'), bound('max')];
  return [asOperator('Clip', node, { inputs, attributes: { min: undefined, max: undefined } })];
};

/** Until 12 the ratio was an attribute and the operator never dropped anything at inference. */
const dropout: UpgradeRule = (node, context) => {
  const ratio = numberOf(node, 'ratio');
  if (context.version >= 12 || ratio === undefined) return [asOperator('Dropout', node)];
  const inputs = withInput(node, 1, context.constant(`${node.name}/ratio`, 'f32', [], [ratio]));
  return [asOperator('Dropout', node, { inputs, attributes: { ratio: undefined } })];
};

export const elementwiseRules = { Clip: clip, Dropout: dropout } satisfies Record<string, UpgradeRule>;

// ---------------------------------------------------------------------------------------------

const widest: Readonly<Record<'min' | 'max', number>> = { min: -3.4e38, max: 3.4e38 };

/** A bound beyond the range of its dtype bounds nothing and is left out. */
function boundOf(node: SourceNode, context: UpgradeContext, name: 'min' | 'max', dtype: DType): string {
  const value = numberOf(node, name);
  const open = value === undefined || (name === 'min' ? value <= widest.min : value >= widest.max);
  return open ? '' : context.constant(`${node.name}/${name}`, dtype, [], [value]);
}
