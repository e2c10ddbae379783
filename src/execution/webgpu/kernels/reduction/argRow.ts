/** ArgMax and ArgMin, a thread a row. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/reduction/arg_row.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const argRow = defineKernel({
  name: 'arg_row',
  source: [indexing, text],
  constants: { WORKGROUP: 64, SMALLEST: 0, LAST: 0 },
  types: { Elem: ['f32', 'i32', 'u32'] },
  params: { count: 'u32', length: 'u32', inner: 'u32' },
  bindings: { source: 'read Elem', positions: 'read_write i32' },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
