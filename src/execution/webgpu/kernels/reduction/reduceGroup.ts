/** A reduction, a workgroup a result or a part of one. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import reduce from '#shaders/common/reduce.wgsl?raw';
import text from '#shaders/reduction/reduce_group.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const reduceGroup = defineKernel({
  name: 'reduce_group',
  source: [indexing, reduce, text],
  constants: { WORKGROUP: 128, KEPT: 0, MAP: 0, FOLD: 0, FINISH: 0, FLOAT: 1 },
  types: { Elem: ['f32', 'i32', 'u32'] },
  params: {
    count: 'u32',
    length: 'u32',
    initial: 'u32',
    parts: 'u32',
    part_length: 'u32',
    kept: 'array<vec4<u32>, 8>',
    sizes: 'vec4<u32>',
    strides: 'vec4<u32>',
  },
  bindings: { source: 'read Elem', result: 'read_write Elem' },
  workgroup: ['WORKGROUP'],
  epilogue: true,
  grid: ({ count }) => [count],
});
