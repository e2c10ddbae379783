/** Newest forms of operators that move elements: what older opsets kept in attributes becomes inputs. */
import type { UpgradeRule } from './rule.ts';
import { asOperator, intsOf, numberOf, withInput } from './rule.ts';

/** Slice 10 takes starts, ends, axes as inputs. */
const slice: UpgradeRule = (node, context) => {
  if (context.version >= 10) return [asOperator('Slice', node)];
  const starts = intsOf(node, 'starts') ?? [];
  const axes = intsOf(node, 'axes') ?? starts.map((_, axis) => axis);
  const inputs = [
    node.inputs[0],
    context.ints(`${node.name}/starts`, starts),
    context.ints(`${node.name}/ends`, intsOf(node, 'ends') ?? []),
    context.ints(`${node.name}/axes`, axes),
  ];
  return [asOperator('Slice', node, { inputs, attributes: { starts: undefined, ends: undefined, axes: undefined } })];
};

/** Pad 11 takes pads and the constant as inputs. */
const pad: UpgradeRule = (node, context) => {
  if (context.version >= 11) return [asOperator('Pad', node)];
  const pads = context.ints(`${node.name}/pads`, intsOf(node, 'pads') ?? []);
  const value = numberOf(node, 'value') ?? 0;
  const dtype = context.dtype(node.inputs[0]) ?? 'f32';
  const constant = value === 0 ? '' : context.constant(`${node.name}/value`, dtype, [], [value]);
  const inputs = [node.inputs[0], pads, constant];
  return [asOperator('Pad', node, { inputs, attributes: { pads: undefined, value: undefined } })];
};

/** Split 13 takes the lengths as an input; 18 wants the number of parts when no lengths are given. */
const split: UpgradeRule = (node, context) => {
  const lengths = intsOf(node, 'split');
  if (context.version < 13 && lengths) {
    const inputs = withInput(node, 1, context.ints(`${node.name}/split`, lengths));
    return [asOperator('Split', node, { inputs, attributes: { split: undefined } })];
  }
  const implicit = !node.inputs[1] && numberOf(node, 'num_outputs') === undefined;
  return [asOperator('Split', node, implicit ? { attributes: { num_outputs: node.outputs.length } } : {})];
};

/** Squeeze and Unsqueeze 13 take the axes as an input. */
const squeeze =
  (operator: 'Squeeze' | 'Unsqueeze'): UpgradeRule =>
  (node, context) => {
    const axes = intsOf(node, 'axes');
    if (context.version >= 13 || !axes) return [asOperator(operator, node)];
    const inputs = withInput(node, 1, context.ints(`${node.name}/axes`, axes));
    return [asOperator(operator, node, { inputs, attributes: { axes: undefined } })];
  };

/** Scatter was renamed in opset 11. */
const scatter: UpgradeRule = (node) => [asOperator('ScatterElements', node)];

export const shapeRules = {
  Slice: slice,
  Pad: pad,
  Split: split,
  Squeeze: squeeze('Squeeze'),
  Unsqueeze: squeeze('Unsqueeze'),
  Scatter: scatter,
} satisfies Record<string, UpgradeRule>;
