/** A copy of words, four a thread. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/parameters/copy.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const copy = defineKernel({
  name: 'copy',
  source: [indexing, text],
  constants: { WORKGROUP: 64 },
  params: { count: 'u32' },
  bindings: { source: 'read vec4<u32>', target_words: 'read_write vec4<u32>' },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
