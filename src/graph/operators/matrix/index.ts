/** Matrix products. */
import type { Operator } from '../../operator.ts';
import type { MatrixName } from '../names.ts';
import { matMul } from './matMul.ts';

export const matrix = { MatMul: matMul } satisfies Partial<Record<MatrixName, Operator>>;
