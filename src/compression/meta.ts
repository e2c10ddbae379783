/** What forms of several methods share, and the methods that train or prune, one after the other. Data alone. */
import { lowRankAdapters } from './adapters/meta.ts';
import { featureDistillation } from './distillation/feature/meta.ts';
import { logitDistillation } from './distillation/logit/meta.ts';
import { responseDistillation } from './distillation/response/meta.ts';
import { channelPruning, magnitudePruning } from './pruning/meta.ts';
import { quantizationAwareTraining } from './quantization/aware/meta.ts';
import type { MethodMeta } from './quantization/meta.ts';
import { roundToNearest } from './quantization/meta.ts';
import { adaptiveRounding } from './quantization/rounding/meta.ts';

/** Every method that a recipe may name, in the order in which a person would try them. */
export const methods: readonly MethodMeta[] = [
  roundToNearest,
  adaptiveRounding,
  logitDistillation,
  responseDistillation,
  featureDistillation,
  quantizationAwareTraining,
  lowRankAdapters,
  magnitudePruning,
  channelPruning,
];
