/** The operator table: total over the names, so that an operator without a rule does not compile. */
import type { Operator } from '../operator.ts';
import { convolution } from './convolution/index.ts';
import { elementwise } from './elementwise/index.ts';
import { matrix } from './matrix/index.ts';
import type { OperatorName } from './names.ts';
import { normalization } from './normalization/index.ts';
import { quantization } from './quantization/index.ts';
import { reduction } from './reduction/index.ts';
import { shape } from './shape/index.ts';
import { training } from './training/index.ts';

export const operators: Readonly<Record<OperatorName, Operator>> = {
  ...elementwise,
  ...reduction,
  ...matrix,
  ...convolution,
  ...normalization,
  ...shape,
  ...quantization,
  ...training,
};
