/** What a person is told and asked about learning a teacher's decisions. Data alone. */
import type { MethodMeta } from '../../quantization/meta.ts';
import { trainingOptions } from '../../trainingOptions/meta.ts';

export const responseDistillation: MethodMeta = {
  kind: 'distill',
  method: 'response',
  label: 'Decisions',
  summary: 'The student takes the teacher’s most likely class for the label, so that unlabelled samples teach too.',
  source: {
    title: 'Kim and Rush, Sequence-Level Knowledge Distillation (2016)',
    url: 'https://arxiv.org/abs/1606.07947',
  },
  needs: { data: 'always', training: true },
  options: [
    {
      path: 'loss.alpha',
      label: 'Share of the teacher',
      help: 'The rest of the loss is the labels’. At 1 no labels are needed.',
      kind: 'number',
      least: 0,
      most: 1,
      step: 0.05,
      fallback: 1,
    },
    ...trainingOptions,
  ],
};
