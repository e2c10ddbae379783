/** The elementwise operators: one output element from the same position of each input. */
import type { Operator } from '../../operator.ts';
import type { ElementwiseName } from '../names.ts';
import { add } from './add.ts';
import { relu } from './relu.ts';

export const elementwise = { Add: add, Relu: relu } satisfies Partial<Record<ElementwiseName, Operator>>;
