/** SGD with momentum in place, four elements a thread. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/training/sgd.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const sgd = defineKernel({
  name: 'sgd',
  source: [indexing, text],
  constants: { WORKGROUP: 64, NESTEROV: 0 },
  params: { count: 'u32', decayed: 'u32', momentum: 'f32', weight_decay: 'f32' },
  bindings: {
    parameter: 'read_write vec4<f32>',
    velocity: 'read_write vec4<f32>',
    gradient: 'read vec4<f32>',
    rate: 'read f32',
    factor: 'read f32',
  },
  joins: { bindings: ['parameter', 'velocity', 'gradient'], share: { amount: 'weight_decay', until: 'decayed' } },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
