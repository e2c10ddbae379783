/** Layer, instance and RMS normalization, a workgroup a row. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import total from '#shaders/common/workgroup_total.wgsl?raw';
import text from '#shaders/normalization/normalize_group.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const normalizeGroup = defineKernel({
  name: 'normalize_group',
  source: [indexing, total, text],
  constants: { WORKGROUP: 128, CENTRED: 1, BIAS: 1, MOMENTS: 0 },
  types: { Total: ['f32'] },
  params: {
    count: 'u32',
    length: 'u32',
    scale_rows: 'u32',
    scale_row_step: 'u32',
    scale_step: 'u32',
    epsilon: 'f32',
  },
  bindings: {
    source: 'read f32',
    scale: 'read f32',
    bias: 'read f32',
    result: 'read_write f32',
    means: 'read_write f32',
    inverses: 'read_write f32',
  },
  workgroup: ['WORKGROUP'],
  epilogue: true,
  grid: ({ count }) => [count],
});
