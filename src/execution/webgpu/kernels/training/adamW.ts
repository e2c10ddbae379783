/** AdamW in place, four elements at a time. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import text from '#shaders/training/adam_w.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const adamW = defineKernel({
  name: 'adam_w',
  source: [indexing, text],
  constants: { WORKGROUP: 64, EACH: 4, COUPLED: 0 },
  params: {
    count: 'u32',
    decayed: 'u32',
    beta1: 'f32',
    rest1: 'f32',
    log_beta1: 'f32',
    beta2: 'f32',
    rest2: 'f32',
    log_beta2: 'f32',
    epsilon: 'f32',
    weight_decay: 'f32',
  },
  bindings: {
    parameter: 'read_write vec4<f32>',
    first: 'read_write vec4<f32>',
    second: 'read_write vec4<f32>',
    gradient: 'read vec4<f32>',
    step: 'read f32',
    rate: 'read f32',
    factor: 'read f32',
  },
  joins: {
    bindings: ['parameter', 'first', 'second', 'gradient'],
    share: { amount: 'weight_decay', until: 'decayed' },
  },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP, EACH }) => [Math.ceil(count / (WORKGROUP * EACH))],
});
