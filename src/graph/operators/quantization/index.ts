/** The quantization operators. */
import type { Operator } from '../../operator.ts';
import type { QuantizationName } from '../names.ts';

export const quantization = {} satisfies Partial<Record<QuantizationName, Operator>>;
