/** Trilu; a thread an element. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/movement/trilu.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const trilu = defineKernel({
  name: 'trilu',
  source: [indexing, text],
  constants: { WORKGROUP: 64, UPPER: 1 },
  params: { count: 'u32', rows: 'u32', columns: 'u32' },
  bindings: { source: 'read u32', diagonal: 'read i32', triangle: 'read_write u32' },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
