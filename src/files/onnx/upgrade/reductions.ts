/** Newest forms of reductions, TopK and softmax. */
import type { OperatorName } from '../../../graph/operators/names.ts';
import type { SourceNode, UpgradeContext, UpgradeRule } from './rule.ts';
import { asOperator, intsOf, numberOf, withInput } from './rule.ts';

/** Since 18 (ReduceSum: 13) the axes are an input. */
const reduce =
  (operator: OperatorName, since: number): UpgradeRule =>
  (node, context) => {
    const axes = intsOf(node, 'axes');
    if (context.version >= since || !axes) return [asOperator(operator, node)];
    const inputs = withInput(node, 1, context.ints(`${node.name}/axes`, axes));
    return [asOperator(operator, node, { inputs, attributes: { axes: undefined } })];
  };

/** Since 10 the count is an input. */
const topK: UpgradeRule = (node, context) => {
  if (context.version >= 10) return [asOperator('TopK', node)];
  const inputs = withInput(node, 1, context.ints(`${node.name}/k`, [numberOf(node, 'k') ?? 1]));
  return [asOperator('TopK', node, { inputs, attributes: { k: undefined } })];
};

/**
 * Until 13 softmax saw its input as a matrix, cut before `axis` (by default 1): the same as today's where the axis is
 * the last one, else between a Flatten and a Reshape back.
 */
const softmax =
  (operator: 'Softmax' | 'LogSoftmax'): UpgradeRule =>
  (node, context) => {
    if (context.version >= 13) return [asOperator(operator, node)];
    const axis = numberOf(node, 'axis') ?? 1;
    const rank = context.rank(node.inputs[0]) ?? context.rank(node.outputs[0]);
    const last = axis === -1 || (rank !== undefined && axis === rank - 1);
    if (last) return [asOperator(operator, node, { attributes: { axis: -1 } })];
    return flattened(operator, node, axis, context);
  };

export const reductionRules = {
  ReduceSum: reduce('ReduceSum', 13),
  ReduceMean: reduce('ReduceMean', 18),
  ReduceMax: reduce('ReduceMax', 18),
  ReduceMin: reduce('ReduceMin', 18),
  ReduceProd: reduce('ReduceProd', 18),
  ReduceL1: reduce('ReduceL1', 18),
  ReduceL2: reduce('ReduceL2', 18),
  ReduceSumSquare: reduce('ReduceSumSquare', 18),
  ReduceLogSumExp: reduce('ReduceLogSumExp', 18),
  TopK: topK,
  Softmax: softmax('Softmax'),
  LogSoftmax: softmax('LogSoftmax'),
} satisfies Record<string, UpgradeRule>;

// ---------------------------------------------------------------------------------------------

function flattened(operator: 'Softmax' | 'LogSoftmax', node: SourceNode, axis: number, context: UpgradeContext) {
  const [x] = node.inputs;
  const step = (suffix: string) => context.unique(`${node.name}/${suffix}`);
  const [shape, matrix, scores] = [step('shape'), step('matrix'), step('scores')];
  const bare = { ...node, attributes: {} };
  return [
    asOperator('Shape', bare, { name: shape, inputs: [x], outputs: [shape] }),
    asOperator('Flatten', bare, { name: matrix, inputs: [x], outputs: [matrix], attributes: { axis } }),
    asOperator(operator, bare, { inputs: [matrix], outputs: [scores], attributes: { axis: -1 } }),
    asOperator('Reshape', bare, { name: step('reshape'), inputs: [scores, shape] }),
  ];
}
