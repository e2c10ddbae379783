/** Pad by a constant, the edge, a mirror or wrapping; a thread an element. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/movement/pad.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const pad = defineKernel({
  name: 'pad',
  source: [indexing, text],
  constants: { WORKGROUP: 64, AXES: 8, MODE: 0 },
  params: { count: 'u32', axes: 'array<vec4<u32>, 8>', kept: 'array<vec4<u32>, 8>' },
  bindings: { source: 'read u32', fill: 'read u32', padded: 'read_write u32' },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
