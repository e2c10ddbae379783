/** What a person is told and asked about training for quantization. Data alone. */
import { trainingOptions } from '../../trainingOptions/meta.ts';
import type { MethodMeta } from '../meta.ts';
import { roundToNearest } from '../meta.ts';

/** Weights and activations are asked about as in rounding to nearest, where training can follow them. */
const shared = roundToNearest.options.flatMap((option) => {
  if (option.path === 'weights.bits' && option.kind === 'choice')
    return [{ ...option, choices: option.choices.filter(({ value }) => value !== 16) }];
  if (option.path === 'activations.mode' && option.kind === 'choice')
    return [{ ...option, choices: option.choices.filter(({ value }) => value !== 'dynamic') }];
  return [option];
});

export const quantizationAwareTraining: MethodMeta = {
  kind: 'qat',
  method: 'lsq',
  label: 'Training for quantization',
  summary:
    'The network trains as it will be stored, rounded, and learns the scales along. With a teacher it is distilled as well.',
  source: { title: 'Esser et al., Learned Step Size Quantization (2020)', url: 'https://arxiv.org/abs/1902.08153' },
  needs: { data: 'always', training: true },
  options: [
    ...shared,
    {
      path: 'weightScales',
      label: 'Scales of weights',
      help: 'Learned along with the weights, or fixed as calibrated.',
      kind: 'choice',
      choices: [
        { value: 'learned', label: 'learned' },
        { value: 'fixed', label: 'fixed' },
      ],
      fallback: 'learned',
    },
    {
      path: 'activationScales.kind',
      label: 'Scales of activations',
      help: 'Learned, fixed as calibrated, or observed while training until they freeze.',
      when: { path: 'activations.mode', is: ['static'] },
      kind: 'choice',
      choices: [
        { value: 'learned', label: 'learned' },
        { value: 'fixed', label: 'fixed' },
        { value: 'observed', label: 'observed, then frozen' },
      ],
      fallback: 'learned',
    },
    ...trainingOptions,
  ],
};
