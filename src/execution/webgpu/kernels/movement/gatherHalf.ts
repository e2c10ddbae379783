/** Gather of rows of a matrix of 16-bit floats, widened inside; a thread an element. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/movement/gather_half.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const gatherHalf = defineKernel({
  name: 'gather_half',
  source: [indexing, text],
  constants: { WORKGROUP: 64 },
  params: { count: 'u32', columns: 'u32', rows: 'u32' },
  bindings: { halves: 'read u32', indices: 'read i32', gathered: 'read_write f32' },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
