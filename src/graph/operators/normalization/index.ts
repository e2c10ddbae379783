/** The normalization operators. */
import type { Operator } from '../../operator.ts';
import type { NormalizationName } from '../names.ts';
import { batchNormalization } from './batchNormalization.ts';
import { instanceNormalization } from './instanceNormalization.ts';
import { layerNormalization } from './layerNormalization.ts';
import { layerNormalizationGradient } from './layerNormalizationGradient.ts';
import { rmsNormalization } from './rmsNormalization.ts';
import { rmsNormalizationGradient } from './rmsNormalizationGradient.ts';

export const normalization = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  RMSNormalization: rmsNormalization,
  InstanceNormalization: instanceNormalization,
  LayerNormalizationGradient: layerNormalizationGradient,
  RMSNormalizationGradient: rmsNormalizationGradient,
} satisfies Record<NormalizationName, Operator>;
