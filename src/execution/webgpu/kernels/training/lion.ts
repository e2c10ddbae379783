/** Lion in place, four elements a thread. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/training/lion.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const lion = defineKernel({
  name: 'lion',
  source: [indexing, text],
  constants: { WORKGROUP: 64 },
  params: { count: 'u32', decayed: 'u32', beta1: 'f32', rest1: 'f32', beta2: 'f32', rest2: 'f32', weight_decay: 'f32' },
  bindings: {
    parameter: 'read_write vec4<f32>',
    momentum: 'read_write vec4<f32>',
    gradient: 'read vec4<f32>',
    rate: 'read f32',
    factor: 'read f32',
  },
  joins: { bindings: ['parameter', 'momentum', 'gradient'], share: { amount: 'weight_decay', until: 'decayed' } },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
