/** CumSum, a thread a row. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/reduction/cum_sum.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const cumSum = defineKernel({
  name: 'cum_sum',
  source: [indexing, text],
  constants: { WORKGROUP: 64, EXCLUSIVE: 0, REVERSE: 0 },
  types: { Elem: ['f32', 'i32', 'u32'] },
  params: { count: 'u32', length: 'u32', inner: 'u32' },
  bindings: { source: 'read Elem', sums: 'read_write Elem' },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
