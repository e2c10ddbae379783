/** What a person is told and asked about low-rank adapters. Data alone. */
import type { MethodMeta } from '../quantization/meta.ts';
import { trainingOptions } from '../trainingOptions/meta.ts';

export const lowRankAdapters: MethodMeta = {
  kind: 'lora',
  method: 'lora',
  label: 'Low-rank adapters',
  summary: 'Thin layers beside frozen, quantized ones learn what was lost; they may be merged in, or kept.',
  source: {
    title: 'Dettmers et al., QLoRA: Efficient Finetuning of Quantized LLMs (2023)',
    url: 'https://arxiv.org/abs/2305.14314',
  },
  needs: { data: 'always', training: true },
  options: [
    {
      path: 'rank',
      label: 'Rank',
      help: 'Width of the waist: how many directions an adapter can change.',
      kind: 'number',
      least: 1,
      most: 256,
      step: 1,
      fallback: 8,
    },
    {
      path: 'init',
      label: 'Begins with',
      help: 'Nothing, or the best correction of that rank for what quantization lost.',
      kind: 'choice',
      choices: [
        { value: 'zero', label: 'nothing' },
        { value: 'correction', label: 'the best correction' },
      ],
      fallback: 'zero',
    },
    {
      path: 'merge',
      label: 'Merge',
      help: 'Adds adapters to their weights when they have learned; packed weights become dense.',
      kind: 'choice',
      choices: [
        { value: false, label: 'keep apart' },
        { value: true, label: 'merge' },
      ],
      fallback: false,
    },
    ...trainingOptions,
  ],
};
