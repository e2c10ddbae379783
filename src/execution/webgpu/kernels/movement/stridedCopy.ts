/** A copy between two strided views, a word or four neighbours a thread. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/movement/strided_copy.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const stridedCopy = defineKernel({
  name: 'strided_copy',
  source: [indexing, text],
  constants: { WORKGROUP: 64, AXES: 8 },
  types: { Word: ['u32', 'vec4<u32>'] },
  params: { count: 'u32', source_offset: 'u32', target_offset: 'u32', axes: 'array<vec4<u32>, 8>' },
  bindings: { source: 'read Word', target_words: 'read_write Word' },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
