/** Gather of rows of a packed matrix, dequantized inside; a thread an element. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import packed from '#shaders/common/packed.wgsl?raw';
import text from '#shaders/movement/gather_packed.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const gatherPacked = defineKernel({
  name: 'gather_packed',
  source: [indexing, packed, text],
  constants: { WORKGROUP: 64, BITS: 4, HALF_SCALES: 1, SYMMETRIC: 1 },
  params: { count: 'u32', columns: 'u32', rows: 'u32', row_words: 'u32', scales_per_row: 'u32', group_size: 'u32' },
  bindings: {
    codes: 'read u32',
    scales: 'read u32',
    zero_points: 'read u32',
    indices: 'read i32',
    gathered: 'read_write f32',
  },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
