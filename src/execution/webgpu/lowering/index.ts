/** How each operator that is not elementwise is lowered, and what it can read packed. */

import { invariant } from '../../../core/errors.ts';
import type { Storage } from '../../../graph/graph.ts';
import type { ElementwiseName, OperatorName } from '../../../graph/operators/names.ts';
import { elementwiseNames } from '../../../graph/operators/names.ts';
import type { Lowering } from './lowering.ts';
import { matrix } from './matrix.ts';

const lowerings: Partial<Record<Exclude<OperatorName, ElementwiseName>, Lowering>> = { ...matrix };

const elementwise: ReadonlySet<string> = new Set(elementwiseNames);

export const isElementwise = (operator: OperatorName): operator is ElementwiseName => elementwise.has(operator);

export function loweringOf(operator: OperatorName): Lowering {
  invariant(!isElementwise(operator), `${operator} is elementwise: it is lowered as a chain`);
  const lowering = lowerings[operator];
  invariant(lowering, `${operator} has no lowering`);
  return lowering;
}

/** Whether a kernel reads this storage as it is at this input; a packed weight is dequantized where none does. */
export function supports(operator: OperatorName, index: number, storage: Storage): boolean {
  if (storage.kind === 'dense') return true;
  return !isElementwise(operator) && (loweringOf(operator).packedInputs?.includes(index) ?? false);
}
