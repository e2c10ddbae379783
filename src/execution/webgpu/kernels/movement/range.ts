/** Range; a thread an element. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/movement/range.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const range = defineKernel({
  name: 'range',
  source: [indexing, text],
  constants: { WORKGROUP: 64 },
  types: { Elem: ['f32', 'i32', 'u32'] },
  params: { count: 'u32', start: 'u32', delta: 'u32' },
  bindings: { numbers: 'read_write Elem' },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
