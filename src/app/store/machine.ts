/** The machine: what can run here, what runs now, what went wrong. */
import type { Readiness } from '../../studio/api.ts';
import type { SetState } from './appStore.ts';
import type { MachineState, Phase, Problem, Work } from './types.ts';

export interface MachineSlice extends MachineState {
  setReadiness(readiness: Readiness): void;
  setPhase(phase: Phase): void;
  setWork(work: Work | null): void;
  setProblem(problem: Problem | null): void;
  setWeighed(weighed: string | null): void;
  announce(sentence: string): void;
}

export function createMachineSlice(set: SetState): MachineSlice {
  return {
    readiness: null,
    phase: 'recorded',
    work: null,
    problem: null,
    weighed: null,
    learning: null,
    announcement: '',
    setReadiness: (readiness) => set({ readiness }),
    setPhase: (phase) => set({ phase }),
    setWork: (work) => set({ work }),
    setProblem: (problem) => set({ problem }),
    setWeighed: (weighed) => set({ weighed }),
    announce: (announcement) => set({ announcement }),
  };
}
