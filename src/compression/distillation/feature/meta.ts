/** What a person is told and asked about distilling from layers inside. Data alone. */
import type { MethodMeta } from '../../quantization/meta.ts';
import { trainingOptions } from '../../trainingOptions/meta.ts';

export const featureDistillation: MethodMeta = {
  kind: 'distill',
  method: 'feature',
  label: 'Features',
  summary:
    'Layers inside the student follow layers inside the teacher, beside the scores. Pairs are proposed by shape.',
  source: { title: 'Romero et al., FitNets: Hints for Thin Deep Nets (2014)', url: 'https://arxiv.org/abs/1412.6550' },
  needs: { data: 'always', training: true },
  options: [
    {
      path: 'loss.method',
      label: 'What is compared',
      help: 'Values through a learned projector, their direction, where an image’s energy lies, or how samples lie to each other.',
      kind: 'choice',
      choices: [
        { value: 'hint', label: 'hints, squared error (Romero 2014)' },
        { value: 'cosine', label: 'hints, angle' },
        { value: 'attention', label: 'attention maps (Zagoruyko 2016)' },
        { value: 'relational', label: 'relations of samples (Park 2019)' },
      ],
      fallback: 'hint',
    },
    {
      path: 'loss.weight',
      label: 'Weight',
      help: 'How much features count beside the scores.',
      kind: 'number',
      least: 0,
      most: 100,
      step: 0.1,
      fallback: 1,
    },
    {
      path: 'loss.temperature',
      label: 'Temperature',
      help: 'Of the scores, which are learned along.',
      kind: 'number',
      least: 0.5,
      most: 40,
      step: 0.5,
      fallback: 4,
    },
    {
      path: 'loss.alpha',
      label: 'Share of the teacher’s scores',
      help: 'The rest is the labels’.',
      kind: 'number',
      least: 0,
      most: 1,
      step: 0.05,
      fallback: 0.9,
    },
    ...trainingOptions,
  ],
};
