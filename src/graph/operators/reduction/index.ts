/** The reduction operators. */
import type { Operator } from '../../operator.ts';
import type { ReductionName } from '../names.ts';

export const reduction = {} satisfies Partial<Record<ReductionName, Operator>>;
