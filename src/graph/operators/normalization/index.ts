/** The normalization operators. */
import type { Operator } from '../../operator.ts';
import type { NormalizationName } from '../names.ts';

export const normalization = {} satisfies Partial<Record<NormalizationName, Operator>>;
