/** The shape operators. */
import type { Operator } from '../../operator.ts';
import type { ShapeName } from '../names.ts';

export const shape = {} satisfies Partial<Record<ShapeName, Operator>>;
