/** What a person is told and asked about distilling from class scores. Data alone. */
import type { MethodMeta } from '../../quantization/meta.ts';
import { trainingOptions } from '../../trainingOptions/meta.ts';

const tempered = ['forward', 'reverse', 'js', 'dist', 'decoupled'];

export const logitDistillation: MethodMeta = {
  kind: 'distill',
  method: 'logit',
  label: 'Soft targets',
  summary: 'The student learns how sure the teacher is of every class, not its answer alone. Plain, and hard to beat.',
  source: {
    title: 'Hinton, Vinyals and Dean, Distilling the Knowledge in a Neural Network (2015)',
    url: 'https://arxiv.org/abs/1503.02531',
  },
  needs: { data: 'always', training: true },
  options: [
    {
      path: 'loss.divergence',
      label: 'Divergence',
      help: 'How two distributions are compared: forward covers all that the teacher holds possible, reverse what it holds likely; DIST compares how classes relate; decoupled weighs the label and the rest apart.',
      kind: 'choice',
      choices: [
        { value: 'forward', label: 'KL, forward (Hinton 2015)' },
        { value: 'reverse', label: 'KL, reverse (Gu 2023)' },
        { value: 'js', label: 'Jensen-Shannon (Agarwal 2023)' },
        { value: 'mse', label: 'squared error of scores (Ba and Caruana 2014)' },
        { value: 'dist', label: 'DIST (Huang 2022)' },
        { value: 'decoupled', label: 'decoupled (Zhao 2022)' },
      ],
      fallback: 'forward',
    },
    {
      path: 'loss.temperature',
      label: 'Temperature',
      help: 'Scores are divided by it: higher shows more of what the teacher thinks of wrong classes.',
      when: { path: 'loss.divergence', is: tempered },
      kind: 'number',
      least: 0.5,
      most: 40,
      step: 0.5,
      fallback: 4,
    },
    {
      path: 'loss.alpha',
      label: 'Share of the teacher',
      help: 'The rest of the loss is the labels’. At 1 no labels are needed.',
      kind: 'number',
      least: 0,
      most: 1,
      step: 0.05,
      fallback: 0.9,
    },
    ...trainingOptions,
  ],
};
