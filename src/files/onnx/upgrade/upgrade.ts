/**
 * Brings a node of opset 7 to 26 to the newest form of its operator, the only one that the operator table knows.
 * https://github.com/onnx/onnx/blob/main/docs/Changelog.md
 */
import { operators } from '../../../graph/operators/index.ts';
import type { OperatorName } from '../../../graph/operators/names.ts';
import { cast } from './cast.ts';
import type { SourceNode, UpgradeContext, Upgraded } from './rule.ts';
import { asOperator } from './rule.ts';
import { isRuled } from './ruledTypes.ts';

/** @returns nodes in the newest form, or why the node stays opaque */
export async function upgradeNode(node: SourceNode, domain: string, context: UpgradeContext): Promise<Upgraded> {
  const plain = domain === '' || (domain === 'com.microsoft' && sharedWithMicrosoft.has(node.type));
  if (plain && node.type === 'Cast') return cast(node, context);
  if (plain && isRuled(node.type)) return (await import('./rules.ts')).rules[node.type](node, context);
  const name = operatorFor(node.type, plain ? '' : domain);
  return name ? [asOperator(name, node)] : { opaque: `${node.type} is not an operator that Decant computes` };
}

// ---------------------------------------------------------------------------------------------

/** Operators that com.microsoft had first and that ai.onnx took over unchanged. */
const sharedWithMicrosoft: ReadonlySet<string> = new Set(['QuantizeLinear', 'DequantizeLinear', 'Gelu']);

function operatorFor(type: string, domain: string): OperatorName | undefined {
  if (!Object.hasOwn(operators, type)) return undefined;
  const name = type as OperatorName;
  // Operators of the domain `decant` are written decomposed, so no file has them.
  return operators[name].domain === domain && domain !== 'decant' ? name : undefined;
}
