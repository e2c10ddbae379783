/** What a person is told and asked about pruning. Data alone. */
import type { MethodMeta, OptionSpec } from '../quantization/meta.ts';

const scope = (fallback: 'global' | 'layer'): OptionSpec => ({
  path: 'scope',
  label: 'Compared',
  help: 'Whether weights compete in the whole network, or each layer gives the same share.',
  kind: 'choice',
  choices: [
    { value: 'global', label: 'in the whole network' },
    { value: 'layer', label: 'within each layer' },
  ],
  fallback,
});

const sparsity = (help: string): OptionSpec => ({
  path: 'sparsity',
  label: 'Share that goes',
  help,
  kind: 'number',
  least: 0,
  most: 0.99,
  step: 0.01,
  fallback: 0.5,
});

export const magnitudePruning: MethodMeta = {
  kind: 'prune',
  method: 'magnitude',
  label: 'Small weights',
  summary:
    'The smallest weights become zero. The file and the speed stay as they are: zeros are stored like other weights.',
  source: {
    title: 'Han et al., Learning both Weights and Connections for Efficient Neural Networks (2015)',
    url: 'https://arxiv.org/abs/1506.02626',
  },
  needs: { data: 'never', training: false },
  options: [
    sparsity('Share of the weights that become zero.'),
    scope('global'),
    {
      path: 'pattern',
      label: 'Pattern',
      help: 'Any weights, or two of each four neighbours, which some hardware runs faster.',
      kind: 'choice',
      choices: [
        { value: 'unstructured', label: 'any' },
        { value: '2:4', label: '2 of 4' },
      ],
      fallback: 'unstructured',
    },
  ],
};

export const channelPruning: MethodMeta = {
  kind: 'prune',
  method: 'structured',
  label: 'Whole channels',
  summary:
    'Channels are taken out, with all that belongs to them. The network is really smaller and faster, and needs training afterwards.',
  source: {
    title: 'Li et al., Pruning Filters for Efficient ConvNets (2016)',
    url: 'https://arxiv.org/abs/1608.08710',
  },
  needs: { data: 'never', training: false },
  options: [
    sparsity('Share of the channels that are taken out.'),
    scope('layer'),
    {
      path: 'importance',
      label: 'Least important by',
      help: 'The norm of the weights that make a channel.',
      kind: 'choice',
      choices: [
        { value: 'l1', label: 'sum of magnitudes' },
        { value: 'l2', label: 'sum of squares' },
      ],
      fallback: 'l1',
    },
  ],
};
