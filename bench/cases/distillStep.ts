/**
 * A step of a distillation beside its own parts: with the teacher attached, beside the teacher's forward pass and the
 * student's step; with the teacher's scores stored, beside the student's step. What is above the parts is overhead, so
 * ratios of 0.91 mean that the whole takes 1.1 times as long as its parts.
 */
import { distillation } from '../workloads/distillation.ts';
import type { BenchCase } from './case.ts';

export const distillStep: BenchCase = {
  name: 'distill-step',
  executor: 'webgpu',
  workload: () => distillation(true),
  ours: async (host) => (await import('../contestants/distill.ts')).distillAttached(host, distillation(true)),
  peers: {
    self: async (host) => (await import('../contestants/distill.ts')).teacherAndStudent(host, distillation(true)),
  },
  goals: [{ peer: 'self', ratio: 0.91 }],
};

export const distillStepCached: BenchCase = {
  name: 'distill-step-cached',
  executor: 'webgpu',
  workload: () => distillation(false),
  ours: async (host) => (await import('../contestants/distill.ts')).distillCached(host, distillation(false)),
  peers: {
    self: async (host) => (await import('../contestants/distill.ts')).studentAlone(host, distillation(false)),
  },
  goals: [{ peer: 'self', ratio: 0.91 }],
};
