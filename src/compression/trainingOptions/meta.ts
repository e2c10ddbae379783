/** The options of every run of an optimizer, as forms show them. Data alone, so that the page may load it. */
import type { OptionSpec } from '../quantization/meta.ts';

export const trainingOptions: readonly OptionSpec[] = [
  {
    path: 'optimizer.kind',
    label: 'Optimizer',
    help: 'AdamW suits most networks; SGD with momentum needs a learning rate ten to a hundred times larger, Lion one ten times smaller.',
    kind: 'choice',
    choices: [
      { value: 'adamw', label: 'AdamW' },
      { value: 'adam', label: 'Adam' },
      { value: 'sgd', label: 'SGD' },
      { value: 'lion', label: 'Lion' },
    ],
    fallback: 'adamw',
  },
  {
    path: 'optimizer.learningRate',
    label: 'Learning rate',
    help: 'The highest of the schedule. Too high diverges, which stops the run and names the layer.',
    kind: 'number',
    least: 1e-6,
    most: 10,
    step: 1e-6,
    fallback: 1e-3,
  },
  {
    path: 'optimizer.schedule',
    label: 'Schedule',
    help: 'How the learning rate falls; one cycle rises first.',
    kind: 'choice',
    choices: [
      { value: 'cosine', label: 'cosine' },
      { value: 'linear', label: 'linear' },
      { value: 'constant', label: 'constant' },
      { value: 'one-cycle', label: 'one cycle' },
    ],
    fallback: 'cosine',
  },
  {
    path: 'steps',
    label: 'Steps',
    help: 'Updates in all.',
    kind: 'number',
    least: 1,
    most: 1_000_000,
    step: 1,
    fallback: 2000,
  },
  {
    path: 'batch',
    label: 'Batch',
    help: 'Samples a step. Larger ones than memory holds are gathered over several steps.',
    kind: 'number',
    least: 1,
    most: 4096,
    step: 1,
    fallback: 128,
  },
];
