/** The convolution operators. */
import type { Operator } from '../../operator.ts';
import type { ConvolutionName } from '../names.ts';

export const convolution = {} satisfies Partial<Record<ConvolutionName, Operator>>;
