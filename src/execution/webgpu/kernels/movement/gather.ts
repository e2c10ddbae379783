/** Gather, GatherElements and GatherND; a thread an element. */

import indexTuples from '#shaders/common/index_tuples.wgsl?raw';
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/movement/gather.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const gather = defineKernel({
  name: 'gather',
  source: [indexing, indexTuples, text],
  constants: { WORKGROUP: 64, BASE_AXES: 0, TUPLE: 1 },
  params: {
    count: 'u32',
    tuple_inner: 'u32',
    tuple_count: 'u32',
    base: 'array<vec4<u32>, 8>',
    tuple: 'array<vec4<u32>, 8>',
  },
  bindings: { source: 'read u32', indices: 'read i32', gathered: 'read_write u32' },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
