/** How each operator that is not computed in chains is lowered, what it can read packed, and when it is decomposed. */
import { invariant } from '../../../core/errors.ts';
import type { Storage } from '../../../graph/graph.ts';
import type { ElementwiseName, OperatorName } from '../../../graph/operators/names.ts';
import { isChained } from './chained.ts';
import { convolution } from './convolution.ts';
import type { Lowering } from './lowering.ts';
import { matrix } from './matrix.ts';
import { normalization } from './normalization.ts';
import { quantization } from './quantization.ts';
import { reduction } from './reduction.ts';
import { shape } from './shape.ts';
import { training } from './training.ts';

const lowerings: Readonly<Record<Exclude<OperatorName, ElementwiseName | 'Expand'>, Lowering>> = {
  ...convolution,
  ...matrix,
  ...normalization,
  ...quantization,
  ...reduction,
  ...shape,
  ...training,
};

export function loweringOf(operator: OperatorName): Lowering {
  invariant(!isChained(operator), `${operator} is lowered in chains`);
  return lowerings[operator];
}

/** Whether a kernel reads this storage as it is at this input; a packed weight is dequantized where none does. */
export function supports(operator: OperatorName, index: number, storage: Storage): boolean {
  if (storage.kind === 'dense') return true;
  return !isChained(operator) && (loweringOf(operator).packedInputs?.includes(index) ?? false);
}
