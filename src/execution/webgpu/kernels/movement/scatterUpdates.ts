/** What the three kernels of ScatterElements and ScatterND share: text, constants and parameters of their updates. */

import indexTuples from '#shaders/common/index_tuples.wgsl?raw';
import indexing from '#shaders/common/indexing.wgsl?raw';
import updates from '#shaders/movement/common/scatter_updates.wgsl?raw';

export const scatterSource = [indexing, indexTuples, updates] as const;

export const scatterConstants = { BASE_AXES: 0, TUPLE: 1, REDUCTION: 0 } as const;

export const scatterTypes = { Elem: ['f32', 'i32', 'u32'] } as const;

export const scatterParams = {
  count: 'u32',
  tuple_inner: 'u32',
  tuple_count: 'u32',
  base: 'array<vec4<u32>, 8>',
  tuple: 'array<vec4<u32>, 8>',
} as const;
