/** The training operators. */
import type { Operator } from '../../operator.ts';
import type { TrainingName } from '../names.ts';

export const training = {} satisfies Partial<Record<TrainingName, Operator>>;
