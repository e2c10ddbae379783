/** Resize along one axis of a box that is known only while running; a thread an element. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/movement/resize_crop_axis.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const resizeCropAxis = defineKernel({
  name: 'resize_crop_axis',
  source: [indexing, text],
  constants: { WORKGROUP: 64, MODE: 0 },
  params: {
    count: 'u32',
    inner: 'u32',
    length: 'u32',
    resized: 'u32',
    start_index: 'u32',
    end_index: 'u32',
    extrapolation: 'f32',
  },
  bindings: { source: 'read f32', roi: 'read f32', result: 'read_write f32' },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
