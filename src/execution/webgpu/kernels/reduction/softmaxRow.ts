/** Softmax and LogSoftmax, a thread a row. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/reduction/softmax_row.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const softmaxRow = defineKernel({
  name: 'softmax_row',
  source: [indexing, text],
  constants: { WORKGROUP: 64, LOG: 0 },
  params: { count: 'u32', length: 'u32', inner: 'u32' },
  bindings: { source: 'read f32', result: 'read_write f32' },
  workgroup: ['WORKGROUP'],
  epilogue: true,
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
