/** Softmax and LogSoftmax, a workgroup a row. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import peak from '#shaders/common/workgroup_peak.wgsl?raw';
import total from '#shaders/common/workgroup_total.wgsl?raw';
import text from '#shaders/reduction/softmax_group.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const softmaxGroup = defineKernel({
  name: 'softmax_group',
  source: [indexing, total, peak, text],
  constants: { WORKGROUP: 128, LOG: 0 },
  types: { Total: ['f32'] },
  params: { count: 'u32', length: 'u32', inner: 'u32' },
  bindings: { source: 'read f32', result: 'read_write f32' },
  workgroup: ['WORKGROUP'],
  epilogue: true,
  grid: ({ count }) => [count],
});
