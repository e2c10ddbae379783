/** Packed weights to f32, one thread a weight. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import packed from '#shaders/common/packed.wgsl?raw';
import text from '#shaders/parameters/dequantize.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const dequantize = defineKernel({
  name: 'dequantize',
  source: [indexing, packed, text],
  constants: { WORKGROUP: 64, BITS: 4, HALF_SCALES: 1, SYMMETRIC: 1 },
  params: {
    rows: 'u32',
    columns: 'u32',
    row_words: 'u32',
    column_stride: 'u32',
    row_stride: 'u32',
    scales_per_row: 'u32',
    group_size: 'u32',
  },
  bindings: { codes: 'read u32', scales: 'read u32', zero_points: 'read u32', weights: 'read_write f32' },
  workgroup: ['WORKGROUP'],
  grid: ({ rows, columns }, { WORKGROUP }) => [Math.ceil((rows * columns) / WORKGROUP)],
});
