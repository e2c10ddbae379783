/** Copies an input with its padding, before convolutions that have any. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/conv/conv_pad.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

/** What stands in `sources` where a padded position is padding. */
export const outside = 0xffffffff;

export const convPad = defineKernel({
  name: 'conv_pad',
  source: [indexing, text],
  constants: { THREADS: 64 },
  params: { count: 'u32', padded: 'u32', plane: 'u32' },
  bindings: { out: 'read_write f32', x: 'read f32', sources: 'read u32' },
  workgroup: ['THREADS'],
  grid: ({ count }, { THREADS }) => [Math.ceil(count / THREADS)],
});
