/** ScatterElements and ScatterND of wide slices in a fixed order, a thread a column. */

import indexTuples from '#shaders/common/index_tuples.wgsl?raw';
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/movement/scatter_columns.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const scatterColumns = defineKernel({
  name: 'scatter_columns',
  source: [indexing, indexTuples, text],
  constants: { WORKGROUP: 32, BASE_AXES: 0, TUPLE: 1, REDUCTION: 0 },
  types: { Elem: ['f32', 'i32', 'u32'] },
  params: {
    count: 'u32',
    tuple_inner: 'u32',
    tuple_count: 'u32',
    base: 'array<vec4<u32>, 8>',
    tuple: 'array<vec4<u32>, 8>',
  },
  bindings: { indices: 'read i32', updates: 'read Elem', scattered: 'read_write Elem' },
  workgroup: ['WORKGROUP'],
  grid: ({ tuple_inner }, { WORKGROUP }) => [Math.ceil(tuple_inner / WORKGROUP)],
});
