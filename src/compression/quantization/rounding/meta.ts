/** What a person is told and asked about learned rounding. Data alone. */
import type { MethodMeta } from '../meta.ts';
import { roundToNearest } from '../meta.ts';

const weights = roundToNearest.options.flatMap((option) => {
  if (!option.path.startsWith('weights.')) return [];
  if (option.path !== 'weights.bits' || option.kind !== 'choice') return [option];
  return [{ ...option, choices: option.choices.filter(({ value }) => value !== 16) }];
});

export const adaptiveRounding: MethodMeta = {
  kind: 'adaround',
  method: 'adaround',
  label: 'Learned rounding',
  summary:
    'Whether each weight goes up or down is learned on a few samples, layer by layer. No labels, minutes not hours.',
  source: {
    title: 'Nagel et al., Up or Down? Adaptive Rounding for Post-Training Quantization (2020)',
    url: 'https://arxiv.org/abs/2004.10568',
  },
  needs: { data: 'always', training: true },
  options: [
    ...weights,
    {
      path: 'steps',
      label: 'Steps a layer',
      help: 'The paper takes 10,000; 500 give most of it.',
      kind: 'number',
      least: 10,
      most: 20_000,
      step: 10,
      fallback: 500,
    },
    {
      path: 'samples',
      label: 'Samples',
      help: 'How many samples of the opened data it learns on.',
      kind: 'number',
      least: 1,
      most: 4096,
      step: 1,
      fallback: 256,
    },
    {
      path: 'biasCorrection',
      label: 'Bias correction',
      help: 'Takes what rounding shifted in the mean out of the biases afterwards.',
      kind: 'choice',
      choices: [
        { value: true, label: 'yes' },
        { value: false, label: 'no' },
      ],
      fallback: false,
    },
  ],
};
