/** TopK, and ArgMax over long rows; a workgroup a row. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/reduction/top_k.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const topK = defineKernel({
  name: 'top_k',
  source: [indexing, text],
  constants: { WORKGROUP: 128, SMALLEST: 0, VALUES: 1 },
  types: { Elem: ['f32', 'i32', 'u32'] },
  params: { count: 'u32', length: 'u32', inner: 'u32', k: 'u32' },
  bindings: { source: 'read Elem', values: 'read_write Elem', positions: 'read_write i32' },
  workgroup: ['WORKGROUP'],
  grid: ({ count }) => [count],
});
