/** Matrix products. */
import type { Operator } from '../../operator.ts';
import type { MatrixName } from '../names.ts';
import { gemm } from './gemm.ts';
import { matMul } from './matMul.ts';

export const matrix = { MatMul: matMul, Gemm: gemm } satisfies Record<MatrixName, Operator>;
