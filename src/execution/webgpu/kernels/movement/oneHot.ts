/** OneHot; a thread an element. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/movement/one_hot.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const oneHot = defineKernel({
  name: 'one_hot',
  source: [indexing, text],
  constants: { WORKGROUP: 64 },
  types: { Index: ['i32', 'u32', 'f32'] },
  params: { count: 'u32', depth: 'u32', inner: 'u32' },
  bindings: { indices: 'read Index', off_on: 'read u32', marks: 'read_write u32' },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
