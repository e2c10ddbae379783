/** Resize along one axis by prepared taps; a thread an element. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/movement/resize_axis.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const resizeAxis = defineKernel({
  name: 'resize_axis',
  source: [indexing, text],
  constants: { WORKGROUP: 64 },
  params: { count: 'u32', inner: 'u32', length: 'u32', resized: 'u32', extrapolation: 'f32' },
  bindings: { source: 'read f32', taps: 'read vec4<u32>', result: 'read_write f32' },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
