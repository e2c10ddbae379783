/** Softened cross-entropy between two sets of scores, loss and slope at once: a thread or a workgroup a row. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import peak from '#shaders/common/workgroup_peak.wgsl?raw';
import total from '#shaders/common/workgroup_total.wgsl?raw';
import groupText from '#shaders/training/soft_cross_entropy_group.wgsl?raw';
import rowText from '#shaders/training/soft_cross_entropy_row.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

const bindings = {
  student: 'read f32',
  teacher: 'read f32',
  temperature: 'read f32',
  losses: 'read_write f32',
  slope: 'read_write f32',
} as const;
const params = { count: 'u32', length: 'u32', inner: 'u32' } as const;

export const softCrossEntropyRow = defineKernel({
  name: 'soft_cross_entropy_row',
  source: [indexing, rowText],
  constants: { WORKGROUP: 64, SLOPE: 1 },
  params,
  bindings,
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});

export const softCrossEntropyGroup = defineKernel({
  name: 'soft_cross_entropy_group',
  source: [indexing, total, peak, groupText],
  constants: { WORKGROUP: 128, SLOPE: 1 },
  types: { Total: ['vec2<f32>'] },
  params,
  bindings,
  workgroup: ['WORKGROUP'],
  grid: ({ count }) => [count],
});
