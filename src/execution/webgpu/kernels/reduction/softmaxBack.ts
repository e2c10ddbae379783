/** The gradient of Softmax: a thread or a workgroup a row. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import total from '#shaders/common/workgroup_total.wgsl?raw';
import groupText from '#shaders/reduction/softmax_back_group.wgsl?raw';
import rowText from '#shaders/reduction/softmax_back_row.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

const params = { count: 'u32', length: 'u32', inner: 'u32' } as const;
const bindings = { arriving: 'read f32', shares: 'read f32', result: 'read_write f32' } as const;

export const softmaxBackRow = defineKernel({
  name: 'softmax_back_row',
  source: [indexing, rowText],
  constants: { WORKGROUP: 64 },
  params,
  bindings,
  workgroup: ['WORKGROUP'],
  epilogue: true,
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});

export const softmaxBackGroup = defineKernel({
  name: 'softmax_back_group',
  source: [indexing, total, groupText],
  constants: { WORKGROUP: 64 },
  types: { Total: ['f32'] },
  params,
  bindings,
  workgroup: ['WORKGROUP'],
  epilogue: true,
  grid: ({ count }) => [count],
});
