/** Convolutions and pools, with the fused operators that are their gradients. */
import type { Operator } from '../../operator.ts';
import type { ConvolutionName } from '../names.ts';
import { averagePool } from './averagePool.ts';
import { averagePoolGradient } from './averagePoolGradient.ts';
import { conv } from './conv.ts';
import { convTranspose } from './convTranspose.ts';
import { convWeightGradient } from './convWeightGradient.ts';
import { globalAveragePool } from './globalAveragePool.ts';
import { globalMaxPool } from './globalMaxPool.ts';
import { maxPool } from './maxPool.ts';
import { maxPoolGradient } from './maxPoolGradient.ts';

export const convolution = {
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: maxPool,
  AveragePool: averagePool,
  GlobalAveragePool: globalAveragePool,
  GlobalMaxPool: globalMaxPool,
  ConvWeightGradient: convWeightGradient,
  MaxPoolGradient: maxPoolGradient,
  AveragePoolGradient: averagePoolGradient,
} satisfies Record<ConvolutionName, Operator>;
