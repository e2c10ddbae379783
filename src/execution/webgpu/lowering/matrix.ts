/** Matrix products on WebGPU. */
import type { MatrixName } from '../../../graph/operators/names.ts';
import type { Lowering } from './lowering.ts';

export const matrix = {} satisfies Partial<Record<MatrixName, Lowering>>;
