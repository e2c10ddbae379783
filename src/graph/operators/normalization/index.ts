/** The normalization operators. */
import type { Operator } from '../../operator.ts';
import type { NormalizationName } from '../names.ts';
import { batchNormalization } from './batchNormalization.ts';
import { instanceNormalization } from './instanceNormalization.ts';
import { layerNormalization } from './layerNormalization.ts';
import { rmsNormalization } from './rmsNormalization.ts';

export const normalization = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  RMSNormalization: rmsNormalization,
  InstanceNormalization: instanceNormalization,
} satisfies Record<NormalizationName, Operator>;
